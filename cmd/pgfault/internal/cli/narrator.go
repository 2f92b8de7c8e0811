package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/wire"
)

// narrator tells what passes some stages, as it passes. It may be used from any goroutine.
type narrator struct {
	mu      sync.Mutex
	out     io.Writer
	watched []*watchedStage
}

// watchedStage is a stage, what it is called, and up to where its recording was told.
type watchedStage struct {
	name  string
	stage *wire.Stage
	told  uint64
}

func newNarrator(out io.Writer) *narrator { return &narrator{out: out} }

// watch tells what passes a stage from now on; with its name in front, where it has one.
func (n *narrator) watch(name string, stage *wire.Stage) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.watched = append(n.watched, &watchedStage{name: name, stage: stage})
}

// say writes lines of our own. What is put into them is escaped.
func (n *narrator) say(format string, args ...any) error {
	for i, arg := range args {
		args[i] = report.Escape(fmt.Sprint(arg))
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	_, err := fmt.Fprintf(n.out, format+"\n", args...)
	return printed(err)
}

// tell writes what has passed since it was last told.
func (n *narrator) tell() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, w := range n.watched {
		mark := w.stage.Mark()
		entries := w.stage.Since(w.told)
		w.told = mark
		if w.name == "" {
			if err := wire.WriteTrace(n.out, entries); err != nil {
				return printed(err)
			}
			continue
		}
		var text strings.Builder
		if err := wire.WriteTrace(&text, entries); err != nil {
			return printed(err)
		}
		for line := range strings.Lines(text.String()) {
			if _, err := fmt.Fprintf(n.out, "%s\t%s", report.Escape(w.name), line); err != nil {
				return printed(err)
			}
		}
	}
	return nil
}

// toldEvery is how often what has passed is told.
const toldEvery = 50 * time.Millisecond

// attend tells what passes, and has done what lines ask for, until one is q or ctx ends.
func (n *narrator) attend(ctx context.Context, in io.Reader, obey func(ctx context.Context, line string) error) error {
	lines := make(chan string)
	go func() { // it ends with its input, or with the program
		defer close(lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			select {
			case lines <- strings.TrimSpace(s.Text()):
			case <-ctx.Done():
				return
			}
		}
	}()
	ticker := time.NewTicker(toldEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return &exitError{code: exitInterrupted}
		case <-ticker.C:
			if err := n.tell(); err != nil {
				return err
			}
		case line, more := <-lines:
			switch {
			case !more:
				lines = nil // nobody is there to say anything: it goes on until it is interrupted
			case line == "q":
				return n.tell()
			case line != "":
				if err := obey(ctx, line); err != nil {
					return err
				}
			}
		}
	}
}
