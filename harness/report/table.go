package report

import (
	"cmp"
	"fmt"
	"slices"
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

// reasonIndent is what stands before a reason on a line of its own.
const reasonIndent = "    "

// table is the table at the end: scenario, verdict, time, reason, in the width of the terminal. A reason that has no room
// beside the rest stands below it, its cause first. The worst stand last, where they are seen.
func table(lines []Line, width int, color bool) []string {
	if len(lines) == 0 {
		return nil
	}
	rows := worth(gather(lines))
	if len(rows) == 0 {
		return nil
	}
	names, verdicts := len("scenario"), len("verdict")
	for _, r := range rows {
		names = max(names, columns(r.label()))
		verdicts = max(verdicts, len(r.outcome))
	}
	const times = len("00.00s")
	names = min(names, max(width-verdicts-times-2*len("  "), len("scenario")))
	rest := width - names - verdicts - times - 3*len("  ")
	dim := func(s string) string { return s }
	if color {
		dim = func(s string) string { return paint(sgrDim, s) }
	}
	head := fmt.Sprintf("%s  %-*s  %*s", pad("scenario", names), verdicts, "verdict", times, "time")
	if rest >= len("reason") {
		head += "  reason"
	}
	out := []string{dim(truncate(head, width))}
	for _, r := range rows {
		word := pad(string(r.outcome), verdicts)
		if color {
			word = paint(colorOf(r.outcome), word)
		}
		name := r.label()
		if columns(name) > names { // it is to be copied, so nothing of it is cut
			out, name = append(out, name), ""
		}
		line := fmt.Sprintf("%s  %s  %*s", pad(name, names), word, times, seconds(r.longest))
		if columns(r.reason) <= rest {
			out = append(out, trimRight(line+"  "+r.reason))
			continue
		}
		out = append(append(out, line), reasonUnder(r.reason, width)...)
	}
	return out
}

// tableRows is the most that a table has: of more results only those that are no pass are in it, and where these are as many,
// the causes say what there is to say.
const tableRows = 40

func worth(rows []row) []row {
	if len(rows) <= tableRows {
		return rows
	}
	rows = slices.DeleteFunc(rows, func(r row) bool {
		return r.outcome != verdict.Fail && r.outcome != verdict.HarnessError && r.outcome != verdict.UnexpectedPass && r.outcome != verdict.Unknown
	})
	if len(rows) > tableRows/2 {
		return nil
	}
	return rows
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
