package report

import (
	"fmt"
	"io"
)

// Plain writes a line per result, without colour: for logs, pipes and CI.
type Plain struct {
	w     io.Writer
	names int // columns of the names
}

// leastNames is how many columns the names have at least.
const leastNames = 36

// NewPlain makes a renderer that writes to w, a write per line.
func NewPlain(w io.Writer) *Plain { return &Plain{w: w, names: leastNames} }

// Run writes what the run was made with.
func (p *Plain) Run(run Run) error {
	p.names = max(leastNames, run.NameColumns)
	return p.print(Header(run)...)
}

// Started writes nothing.
func (p *Plain) Started(string) error { return nil }

// Result writes the result's line.
func (p *Plain) Result(line Line) error {
	return p.print(fmt.Sprintf("%-15s %s %8s  %s", line.Outcome, pad(label(line), p.names), seconds(line.Duration()), Escape(line.Reason)))
}

// Summary writes the end of the report.
func (p *Plain) Summary(summary Summary) error { return p.print(Footer(summary)...) }

// Close does nothing.
func (p *Plain) Close() error { return nil }

func (p *Plain) print(lines ...string) error {
	for _, text := range lines {
		if _, err := fmt.Fprintln(p.w, trimRight(text)); err != nil {
			return fmt.Errorf("write line: %w", err)
		}
	}
	return nil
}
