package report

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// eraseLine goes to the start of the line and clears it.
const eraseLine = "\r\x1b[K"

// PrettyConfig configures Pretty.
type PrettyConfig struct {
	// Color turns colour on.
	Color bool
	// Width gives the columns of the terminal, now; nil is 80.
	Width func() int
	// Tick is how often the live line is drawn while nothing happens; 0 is 100 ms.
	Tick time.Duration
	// Strict and FailOnSkip say which results count as failures and are shown above the live line.
	Strict, FailOnSkip bool
}

// Pretty is for a terminal: one live line, the failures above it as they come, a table at the end.
type Pretty struct {
	cfg PrettyConfig
	w   io.Writer

	mu      sync.Mutex // guards what follows: the ticker draws too
	folder  string     // of the run, in which the conversations are
	total   int
	running []running
	lines   []Line
	live    bool
	started bool
	stop    chan struct{}
	stopped chan struct{}
}

// running is a scenario that has begun.
type running struct {
	id    string
	since time.Time
}

// NewPretty makes a renderer that writes to w, a terminal.
func NewPretty(w io.Writer, cfg PrettyConfig) *Pretty {
	if cfg.Width == nil {
		cfg.Width = func() int { return 80 }
	}
	if cfg.Tick <= 0 {
		cfg.Tick = 100 * time.Millisecond
	}
	return &Pretty{cfg: cfg, w: w, stop: make(chan struct{}), stopped: make(chan struct{})}
}

// InFolder says where the run keeps what its results name.
func (p *Pretty) InFolder(folder string) { p.folder = folder }

// Run writes what the run is made with and begins the live line.
func (p *Pretty) Run(run Run) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total = run.Planned()
	for _, text := range Header(run) {
		if _, err := fmt.Fprintln(p.w, truncate(text, p.cfg.Width())); err != nil {
			return fmt.Errorf("write header: %w", err)
		}
	}
	p.started = true
	go func() {
		defer crash.Guard()
		p.tick()
	}()
	return nil
}

// Started shows the scenario in the live line.
func (p *Pretty) Started(id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running = append(p.running, running{id: id, since: time.Now()})
	return p.draw()
}

// Result shows a failure above the live line, and keeps the result for the table.
func (p *Pretty) Result(line Line) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, line)
	for i, r := range p.running {
		if r.id == line.ID {
			p.running = append(p.running[:i], p.running[i+1:]...)
			break
		}
	}
	if Red(line.Outcome, p.cfg.Strict, p.cfg.FailOnSkip) {
		if err := p.erase(); err != nil {
			return err
		}
		if _, err := io.WriteString(p.w, p.failure(line)); err != nil {
			return fmt.Errorf("write failure: %w", err)
		}
	}
	return p.draw()
}

// failure is a failure in a line that says which, and one or more that say why.
func (p *Pretty) failure(line Line) string {
	name := fmt.Sprintf("%s %s  %s\n", p.color(colorOf(line.Outcome), string(line.Outcome)), label(line), seconds(line.Duration()))
	if line.Reason != "" {
		name += strings.Join(reasonUnder(Escape(line.Reason), p.cfg.Width()), "\n") + "\n"
	}
	for _, t := range wireTail(p.folder, line) {
		color := sgrDim
		if t.fault {
			color = sgrRed
		}
		name += reasonIndent + p.color(color, truncate(t.text, p.cfg.Width()-len(reasonIndent))) + "\n"
	}
	return name
}

// Summary ends the live line and writes the table and the end of the report.
func (p *Pretty) Summary(summary Summary) error {
	p.stopTicker()
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.erase(); err != nil {
		return err
	}
	for _, text := range append(table(p.lines, p.cfg.Width(), p.cfg.Color), append([]string{""}, footer(summary, p.cfg.Width())...)...) {
		if _, err := fmt.Fprintln(p.w, text); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	return nil
}

// Close ends the live line, where Summary has not.
func (p *Pretty) Close() error {
	p.stopTicker()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.erase()
}
