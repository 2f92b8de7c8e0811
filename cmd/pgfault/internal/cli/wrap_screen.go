package cli

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wrap"
)

// wrapScreen shows what was learnt of a program, what is not good as it comes, and at the end a map of points and faults, and
// what was found by its cause.
type wrapScreen struct {
	report.Renderer
	w     io.Writer
	of    *wrapping
	live  bool // the renderer has a live line, and shows by itself what is red
	lines []report.Line
}

func newWrapScreen(a *app, of *wrapping) report.Renderer {
	inner := a.screen(&of.o.runOptions)
	if _, ok := inner.(*report.JSONL); ok {
		return inner
	}
	_, live := inner.(*report.Pretty)
	return &wrapScreen{Renderer: inner, w: a.stdout, of: of, live: live}
}

// Run says what is run, and what the runs without a fault have shown.
func (s *wrapScreen) Run(run report.Run) error {
	one := s.of.wraps[0]
	facts := one.Learnt()
	points := fmt.Sprintf("%d points", run.Points)
	if n := one.Found(); n > run.Points {
		points = fmt.Sprintf("%d of %d points", run.Points, n)
	}
	lines := []string{fmt.Sprintf("%s · %s · seed %d", strings.Join(redactCommand(s.of.o.shim), " "), points, run.Seed)}
	for _, srv := range run.Servers {
		lines = append(lines, fmt.Sprintf("PostgreSQL %s · %s · %s", srv.Version, srv.Provider, srv.Why))
	}
	lines = append(lines, fmt.Sprintf("without a fault: %d runs of %s at most, %s on %s; a run may take %s",
		facts.Runs, facts.Took.Round(time.Millisecond), plural(facts.Statements, "statement", "statements"), plural(facts.Connections, "connection", "connections"), one.Limit()))
	if facts.Tests > 0 {
		lines = append(lines, fmt.Sprintf("a test suite: %s without a fault, among which the points are divided", plural(facts.Tests, "test passes", "tests pass")))
	}
	if facts.LeftOut != "" {
		lines = append(lines, "left out, since it differs by itself: "+facts.LeftOut)
	}
	for _, note := range facts.Notes {
		lines = append(lines, "note: "+note)
	}
	return s.print(lines...)
}

func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

func (s *wrapScreen) print(lines ...string) error {
	for _, line := range lines {
		if _, err := fmt.Fprintln(s.w, report.Escape(line)); err != nil {
			return fmt.Errorf("write line: %w", err)
		}
	}
	return nil
}

// Result keeps the result, and shows it where it is red.
func (s *wrapScreen) Result(line report.Line) error {
	s.lines = append(s.lines, line)
	if s.live || report.Red(line.Outcome, s.of.o.strict, false) {
		return s.Renderer.Result(line)
	}
	return nil
}

// Summary writes the map, the causes and the end of the report.
func (s *wrapScreen) Summary(summary report.Summary) error {
	if err := s.Renderer.Close(); err != nil { // the live line is over
		return err
	}
	if err := s.table(); err != nil {
		return err
	}
	if err := s.causes(summary); err != nil {
		return err
	}
	summary.Causes, summary.Failures = nil, nil // they were shown
	return s.print(append([]string{""}, report.Footer(summary)...)...)
}

// mapRow is a place in the conversation.
type mapRow struct {
	order int
	label string
	cells map[string]string
	good  bool // at every fault
}

// rows are the places in the conversation, in its order.
func (s *wrapScreen) rows() []*mapRow {
	var rows []*mapRow
	for _, line := range s.lines {
		p, err := wrap.ParsePoint(line.ID)
		if err != nil || line.Program == nil || line.Point == nil {
			continue
		}
		label := string(p.Place) + " " + strings.ReplaceAll(p.Statement, "-", " ")
		if p.Occurrence > 1 {
			label += fmt.Sprintf(" #%d", p.Occurrence)
		}
		at := slices.IndexFunc(rows, func(r *mapRow) bool { return r.label == label })
		if at < 0 {
			at = len(rows)
			rows = append(rows, &mapRow{order: line.Point.Order, label: label, cells: map[string]string{}, good: true})
		}
		rows[at].cells[p.Fault] = cellOf(line)
		rows[at].good = rows[at].good && line.Outcome == verdict.Pass
	}
	slices.SortFunc(rows, func(a, b *mapRow) int { return a.order - b.order })
	return rows
}

// cellOf is a result in a word.
func cellOf(line report.Line) string {
	switch line.Outcome {
	case verdict.HarnessError:
		return "error?"
	case verdict.NotMet, verdict.Unknown:
		return "?"
	}
	return wrap.Class(line.Program.Class).Short()
}

// labelShown is how many columns of a place are shown: with a column for each fault it fits a terminal.
const labelShown = 26

// table is the map: a row for each place in the conversation where not all is good, and a column for each fault.
func (s *wrapScreen) table() error {
	rows := s.rows()
	var faults []string
	for _, f := range wrap.Faults() {
		if slices.ContainsFunc(rows, func(r *mapRow) bool { return r.cells[f] != "" }) {
			faults = append(faults, f)
		}
	}
	bad := slices.DeleteFunc(slices.Clone(rows), func(r *mapRow) bool { return r.good })
	if len(bad) > 0 {
		table := tabwriter.NewWriter(s.w, 0, 0, 1, ' ', 0)
		fmt.Fprintln(table, strings.Join(append([]string{"point"}, faults...), "\t"))
		for _, r := range bad {
			label := []rune(r.label)
			if len(label) > labelShown {
				label = append(label[:labelShown-1:labelShown-1], '…')
			}
			cells := []string{report.Escape(string(label))}
			for _, f := range faults {
				cells = append(cells, cmp.Or(r.cells[f], "-"))
			}
			fmt.Fprintln(table, strings.Join(cells, "\t"))
		}
		if err := table.Flush(); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	switch n := len(rows) - len(bad); {
	case n > 0 && len(bad) > 0:
		return s.print(fmt.Sprintf("and %s where all is good", plural(n, "place", "places")))
	case n > 0:
		return s.print(fmt.Sprintf("all is good, at %s", plural(n, "place", "places")))
	}
	return nil
}

// wrapCausesShown is how many causes are shown.
const wrapCausesShown = 12

// causes shows what was found, the gravest first: how often, in what words, what the program said, how to repeat it, and where
// the conversation is. The example of each is the point that hurts most.
func (s *wrapScreen) causes(summary report.Summary) error {
	order := map[string]int{}
	for i, p := range s.of.wraps[0].Points() {
		order[p.ID()] = i
	}
	slices.SortStableFunc(s.lines, func(a, b report.Line) int { return order[a.ID] - order[b.ID] })
	all := report.Causes(s.lines)
	if len(all) == 0 {
		return nil
	}
	lines := []string{"", "what a user would suffer, the gravest first:"}
	for i, c := range all {
		if i == wrapCausesShown {
			lines = append(lines, fmt.Sprintf("  and %d more causes, in %s", len(all)-i, filepath.Base(summary.Path)))
			break
		}
		head := fmt.Sprintf("%4d× ", c.Count)
		for _, text := range wrapText(fmt.Sprintf("%s: %s", classOf(c.Cause), c.Sentence), causeColumns-causeIndent) {
			lines = append(lines, head+text)
			head = strings.Repeat(" ", causeIndent)
		}
		for _, text := range s.evidence(c, filepath.Dir(summary.Path)) {
			lines = append(lines, strings.Repeat(" ", causeIndent)+text)
		}
	}
	return s.print(lines...)
}

// causeColumns is where what is said of a cause is wrapped, and causeIndent how far it is indented.
const (
	causeColumns = 80
	causeIndent  = 6
)

// evidence is what can be looked at of a cause's example.
func (s *wrapScreen) evidence(c report.Cause, folder string) []string {
	at := slices.IndexFunc(s.lines, func(l report.Line) bool { return l.ID == c.Example })
	if at < 0 {
		return nil
	}
	var out []string
	for i, run := range s.lines[at].Program.Runs {
		if run.Said == "" {
			continue
		}
		when := "it said"
		if i > 0 {
			when = "run again, it said"
		}
		out = append(out, when+": "+run.Said)
	}
	out = append(out, "again: "+s.of.reproduce(s.lines[at], ""))
	if c.Trace != "" {
		out = append(out, "trace: "+filepath.Join(folder, c.Trace))
	}
	return out
}

// classOf is the class in a cause.
func classOf(cause string) string {
	parts := strings.Split(cause, "/")
	if len(parts) < 2 {
		return cause
	}
	return strings.ReplaceAll(parts[1], "_", " ")
}
