package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/verdict"
)

// sweepScreen shows a sweep: what is red as it comes, and at the end a table by message and fault. The points that pass
// are too many to be shown one by one.
type sweepScreen struct {
	report.Renderer
	w      io.Writer
	o      *runOptions
	live   bool // the renderer has a live line, and shows by itself what is red
	faults []string
	rows   []*sweepRow
}

// sweepRow is a message of the table.
type sweepRow struct {
	label  string
	counts map[string]map[verdict.Outcome]int // by fault
}

func newSweepScreen(a *app, o *runOptions) report.Renderer {
	inner := a.screen(o)
	if _, ok := inner.(*report.JSONL); ok {
		return inner
	}
	_, live := inner.(*report.Pretty)
	return &sweepScreen{Renderer: inner, w: a.stdout, o: o, live: live}
}

// Result counts the result, and shows it where it is red.
func (s *sweepScreen) Result(line report.Line) error {
	s.count(line)
	if s.live || report.Red(line.Outcome, s.o.strict, s.o.failOnSkip) {
		return s.Renderer.Result(line)
	}
	return nil
}

// Summary writes the table and the end of the report.
func (s *sweepScreen) Summary(summary report.Summary) error {
	if err := s.Renderer.Close(); err != nil { // the live line is over
		return err
	}
	table := tabwriter.NewWriter(s.w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.Join(append([]string{"message"}, s.faults...), "\t"))
	for _, r := range s.rows {
		cells := []string{report.Escape(r.label)}
		for _, fault := range s.faults {
			cell := "-" // it does not act there
			if counts := r.counts[fault]; counts != nil {
				cell = report.Summary{Counts: counts}.CountsText()
			}
			cells = append(cells, cell)
		}
		fmt.Fprintln(table, strings.Join(cells, "\t"))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	lines := append([]string{""}, report.Footer(summary)...)
	for _, text := range lines {
		if _, err := fmt.Fprintln(s.w, text); err != nil {
			return fmt.Errorf("write line: %w", err)
		}
	}
	return nil
}

func (s *sweepScreen) count(line report.Line) {
	p, err := sweep.Parse(line.ID)
	if err != nil {
		return // a run without a fault
	}
	label := fmt.Sprintf("%s %s", p.Direction, p.Message)
	at := slices.IndexFunc(s.rows, func(r *sweepRow) bool { return r.label == label })
	if at < 0 {
		at = len(s.rows)
		s.rows = append(s.rows, &sweepRow{label: label, counts: map[string]map[verdict.Outcome]int{}})
	}
	if !slices.Contains(s.faults, p.Fault) {
		s.faults = append(s.faults, p.Fault)
		// They come as they end, and are shown in the order in which they are told of.
		known := sweep.Faults()
		slices.SortFunc(s.faults, func(a, b string) int { return slices.Index(known, a) - slices.Index(known, b) })
	}
	counts := s.rows[at].counts
	if counts[p.Fault] == nil {
		counts[p.Fault] = map[verdict.Outcome]int{}
	}
	counts[p.Fault][line.Outcome]++
}
