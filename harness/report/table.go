package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/verdict"
)

// row is a line of the table: a result, or the results of a scenario that are alike, where it was repeated.
type row struct {
	name    string
	outcome verdict.Outcome
	longest time.Duration
	reason  string
	times   int
}

// table is the table at the end: scenario, verdict, time, reason, cut to the width of the terminal. The worst stand last,
// where they are seen.
func table(lines []Line, width int, color bool) []string {
	if len(lines) == 0 {
		return nil
	}
	rows := gather(lines)
	names, verdicts := len("scenario"), len("verdict")
	for _, r := range rows {
		names = max(names, len([]rune(r.label())))
		verdicts = max(verdicts, len(r.outcome))
	}
	rest := max(width-names-verdicts-len("  ")*3-len("00.00s"), 0)
	dim := func(s string) string { return s }
	if color {
		dim = func(s string) string { return paint(sgrDim, s) }
	}
	out := []string{dim(truncate(trimRight(fmt.Sprintf("%-*s  %-*s  %6s  %s", names, "scenario", verdicts, "verdict", "time", "reason")), width))}
	for _, r := range rows {
		word := string(r.outcome) + strings.Repeat(" ", verdicts-len(r.outcome))
		if color {
			word = paint(colorOf(r.outcome), word)
		}
		pad := strings.Repeat(" ", names-len([]rune(r.label())))
		out = append(out, trimRight(fmt.Sprintf("%s%s  %s  %6s  %s", r.label(), pad, word, seconds(r.longest), truncate(r.reason, rest))))
	}
	return out
}

// gather makes rows of results, best first, and by name where they are equal.
func gather(lines []Line) []row {
	var rows []row
	for _, l := range lines {
		next := row{name: name(l), outcome: l.Outcome, longest: l.Duration(), reason: Escape(l.Reason), times: 1}
		at := slices.IndexFunc(rows, func(r row) bool { return r.name == next.name && r.outcome == next.outcome })
		if at < 0 {
			rows = append(rows, next)
			continue
		}
		rows[at].times++
		rows[at].longest = max(rows[at].longest, next.longest)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(slices.Index(verdict.Outcomes, b.outcome)-slices.Index(verdict.Outcomes, a.outcome), cmp.Compare(a.name, b.name))
	})
	return rows
}

func (r row) label() string {
	if r.times > 1 {
		return fmt.Sprintf("%s ×%d", r.name, r.times)
	}
	return r.name
}
