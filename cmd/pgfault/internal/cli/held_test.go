package cli_test

import (
	"bufio"
	"io"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
)

// held is a command that holds an endpoint open until it is told to end.
type held struct {
	t     *testing.T
	keys  *io.PipeWriter
	told  *io.PipeReader
	lines *bufio.Scanner
	// stderr is read when the command has ended.
	stderr strings.Builder
	code   chan int
}

func hold(t *testing.T, args ...string) *held {
	keys, press := io.Pipe()
	told, stdout := io.Pipe()
	h := &held{t: t, keys: press, told: told, lines: bufio.NewScanner(told), code: make(chan int, 1)}
	go func() {
		got := cli.Execute(append([]string{"pgfault"}, args...), keys, stdout, &h.stderr)
		_ = stdout.Close() // a pipe's end is never refused
		h.code <- got
	}()
	return h
}

// await gives the next line that has some words.
func (h *held) await(words string) string {
	h.t.Helper()
	for h.lines.Scan() {
		if strings.Contains(h.lines.Text(), words) {
			return h.lines.Text()
		}
	}
	code := <-h.code
	h.t.Fatalf("it ended with %d, and did not say %q: %s", code, words, h.stderr.String())
	return ""
}

func (h *held) press(key string) {
	h.t.Helper()
	if _, err := io.WriteString(h.keys, key+"\n"); err != nil {
		h.t.Fatal(err)
	}
}

// quit ends it.
func (h *held) quit() {
	h.t.Helper()
	go func() { _, _ = io.Copy(io.Discard, h.told) }() // what is told at the end is waited for by nobody
	h.press("q")
	if code := <-h.code; code != 0 {
		h.t.Errorf("it ends with %d: %s", code, h.stderr.String())
	}
	_ = h.keys.Close() // a pipe's end is never refused
}
