package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/verdict"
)

// table is the table at the end: scenario, verdict, time, reason, cut to the width of the terminal. The worst stand last,
// where they are seen.
func table(lines []Line, width int, color bool) []string {
	if len(lines) == 0 {
		return nil
	}
	sorted := slices.Clone(lines)
	slices.SortStableFunc(sorted, func(a, b Line) int {
		return slices.Index(verdict.Outcomes, b.Outcome) - slices.Index(verdict.Outcomes, a.Outcome)
	})
	names, verdicts := len("scenario"), len("verdict")
	for _, l := range sorted {
		names = max(names, len([]rune(label(l))))
		verdicts = max(verdicts, len(l.Outcome))
	}
	rest := max(width-names-verdicts-len("  ")*3-len("00.00s"), 0)
	dim := func(s string) string { return s }
	if color {
		dim = func(s string) string { return paint(sgrDim, s) }
	}
	out := []string{dim(fit(trimRight(fmt.Sprintf("%-*s  %-*s  %6s  %s", names, "scenario", verdicts, "verdict", "time", "reason")), width))}
	for _, l := range sorted {
		name := label(l)
		word := string(l.Outcome) + strings.Repeat(" ", verdicts-len(l.Outcome))
		if color {
			word = paint(colorOf(l.Outcome), word)
		}
		pad := strings.Repeat(" ", names-len([]rune(name)))
		out = append(out, trimRight(fmt.Sprintf("%s%s  %s  %6s  %s", name, pad, word, seconds(l.Duration()), fit(Escape(l.Reason), rest))))
	}
	return out
}
