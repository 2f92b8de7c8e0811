package report

import (
	"fmt"
	"path/filepath"
	"slices"
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
func Footer(s Summary) []string { return footer(s, plainWidth) }

// plainWidth is what a summary is cut to where no terminal has a width: long enough for a sentence.
const plainWidth = 200

func footer(s Summary, width int) []string {
	lines := causeLines(s, width)
	if s.Grade != nil {
		lines = append(lines, "grade: "+s.Grade.String())
	}
	lines = append(lines, fmt.Sprintf("%s in %s · seed %d · %s", s.CountsText(), seconds(s.Duration()), s.Seed, Escape(s.Path)))
	switch {
	case s.Interrupted:
		lines = append(lines, "interrupted: "+s.doneText())
	case s.MaxFail > 0:
		lines = append(lines, fmt.Sprintf("ended after %s, by --max-fail: %s", count(s.MaxFail, "failure"), s.doneText()))
	}
	if s.Error != "" {
		lines = append(lines, "error: "+Escape(s.Error))
	}
	if len(s.Failures) > 0 {
		lines = append(lines, "to run a failure again:")
	}
	again := reproductions(s.Failures)
	for i, line := range again {
		if i == reproductionsShown && len(again) > reproductionsShown+1 {
			lines = append(lines, fmt.Sprintf("  and %d more, in the summary of %s", len(again)-i, Escape(filepath.Base(s.Path))))
			break
		}
		lines = append(lines, "  "+line)
	}
	return lines
}

// reproductionsShown is how many of the commands that run a failure again are shown.
const reproductionsShown = 3

// reproductions are the command lines that run failures again, each once: what is repeated has the same.
func reproductions(failures []Failure) []string {
	var lines []string
	for _, f := range failures {
		if line := Escape(f.Reproduce); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// doneText says how much of a run that did not come to its end was done.
func (s Summary) doneText() string {
	if s.Planned == 0 {
		return fmt.Sprintf("%d results are in the report", s.Total)
	}
	return fmt.Sprintf("%d of %d results are in the report", s.Total, s.Planned)
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
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
