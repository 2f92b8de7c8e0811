package report

import (
	"fmt"
	"strings"
	"time"
)

// Duration is the time of the scenario.
func (l Line) Duration() time.Duration {
	return time.Duration(l.DurationMS * float64(time.Millisecond))
}

// Header says what a run is made with: a line for the run, and one for each server, with why it was taken.
func Header(run Run) []string {
	scenarios := "1 scenario"
	switch {
	case run.Points > 0:
		scenarios = fmt.Sprintf("a sweep of %d runs", run.Points)
	case run.Scenarios != 1:
		scenarios = fmt.Sprintf("%d scenarios", run.Scenarios)
	}
	lines := []string{Escape(fmt.Sprintf("%s · %s · seed %d", scenarios, strings.TrimSpace(run.Target.Name+" "+run.Target.Version), run.Seed))}
	for _, s := range run.Servers {
		lines = append(lines, Escape(fmt.Sprintf("PostgreSQL %s · %s · %s", s.Version, s.Provider, s.Why)))
	}
	return lines
}

// Footer are the lines at the end of every report: the counts, the seed, where the record is, and how to run each failure
// again.
func Footer(s Summary) []string {
	lines := []string{fmt.Sprintf("%s in %s · seed %d · %s", s.CountsText(), seconds(s.Duration()), s.Seed, Escape(s.Path))}
	if s.Interrupted {
		lines = append(lines, "interrupted: the report has what was done until then")
	}
	if s.Error != "" {
		lines = append(lines, "error: "+Escape(s.Error))
	}
	if len(s.Failures) > 0 {
		lines = append(lines, "to run a failure again:")
	}
	for _, f := range s.Failures {
		lines = append(lines, "  "+Escape(f.Reproduce))
	}
	return lines
}

// label names a result: its name, and the repetition where there are several.
func label(l Line) string {
	if l.Repeat > 0 {
		return fmt.Sprintf("%s #%d", name(l), l.Repeat)
	}
	return name(l)
}

// name is the scenario's id, and the server where there are several.
func name(l Line) string {
	if l.Server != "" {
		return Escape(l.ID) + " @" + Escape(l.Server)
	}
	return Escape(l.ID)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2fs", d.Seconds()) }

func trimRight(s string) string { return strings.TrimRight(s, " ") }

// truncate shortens text to a number of columns; what was cut is shown as an ellipsis.
func truncate(text string, width int) string {
	runes := []rune(text)
	switch {
	case len(runes) <= width:
		return text
	case width < 1:
		return ""
	default:
		return string(runes[:width-1]) + "…"
	}
}
