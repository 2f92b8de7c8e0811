package report

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/verdict"
)

// Cause is a mistake that was found, in however many scenarios.
type Cause struct {
	// Cause is its key: pgfault explain takes it.
	Cause    string           `json:"cause"`
	Outcome  verdict.Outcome  `json:"outcome"`
	Question verdict.Question `json:"question,omitempty"`
	// Count is in how many results it was found.
	Count int `json:"count"`
	// Sentence is what was found, in the words of the first of them, Example, of which Trace is the conversation's file in the
	// run's folder.
	Sentence string `json:"sentence"`
	Example  string `json:"example"`
	Trace    string `json:"trace,omitempty"`

	grave verdict.Finding
}

// Causes groups what was found in results that are red, amber, not met or excluded by a trait, the gravest first. What was
// declared is known, and not among them; nor is what was taken back, since the judge was late or short itself.
func Causes(lines []Line) []Cause {
	by := map[string]*Cause{}
	for _, l := range lines {
		if l.Outcome == verdict.ExpectedFail {
			continue
		}
		seen := map[string]bool{}
		for _, f := range l.Findings {
			if !Counts(l, f) || seen[f.Cause] {
				continue
			}
			seen[f.Cause] = true
			c := by[f.Cause]
			if c == nil {
				c = &Cause{Cause: f.Cause, Outcome: f.Outcome, Question: f.Question, Sentence: sentence(f), Example: l.ID, Trace: traceOf(l), grave: f}
				by[f.Cause] = c
			}
			c.Count++
			if c.Trace == "" {
				c.Trace = traceOf(l)
			}
		}
	}
	out := make([]Cause, 0, len(by))
	for _, c := range by {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Cause) int {
		return cmp.Or(verdict.Graver(a.grave, b.grave), b.Count-a.Count, cmp.Compare(a.Cause, b.Cause))
	})
	return out
}

// Counts tells whether a finding of a result counts among its causes: not what the evidence does not decide, nor what was taken back,
// since the judge was late or short itself, nor what is said of a deviation that no longer happens.
func Counts(l Line, f verdict.Finding) bool {
	takenBack := l.Outcome == verdict.Unknown && f.Outcome != verdict.Unknown
	return f.Cause != "" && f.Outcome != verdict.Undecidable && l.Outcome != verdict.UnexpectedPass && !takenBack
}

// sentence is what a finding says, without where it was.
func sentence(f verdict.Finding) string {
	if m := stepFirst.FindStringSubmatch("step 1: " + f.Text); m != nil && m[2] != "" {
		op, _, _ := strings.Cut(m[2], " on ")
		return op + ": " + m[3]
	}
	return f.Text
}

func traceOf(l Line) string {
	for _, path := range l.Artifacts {
		if filepath.Base(path) == "trace.txt" {
			return path
		}
	}
	return ""
}

// causesShown is how many causes a summary shows: with what stands around them they fit a screen of 24 lines.
const causesShown = 7

// causeLines are the causes in a summary, two lines each in the columns that there are; none where there is one result at most.
func causeLines(s Summary, width int) []string {
	if len(s.Causes) == 0 || s.Total < 2 {
		return nil
	}
	lines := []string{"causes, the gravest first (pgfault explain CAUSE tells one as a story):"}
	for i, c := range s.Causes {
		if i == causesShown {
			lines = append(lines, fmt.Sprintf("  and %s more, in %s", count(len(s.Causes)-i, "cause"), Escape(filepath.Base(s.Path))))
			break
		}
		head := fmt.Sprintf("%4d× %s", c.Count, c.Outcome)
		if c.Question != "" {
			head += " " + string(c.Question)
		}
		lines = append(lines, truncate(head+": "+Escape(c.Sentence), width))
		where := cmp.Or(c.Trace, c.Example)
		lines = append(lines, truncate("      "+Escape(c.Cause)+" · "+Escape(where), width))
	}
	return lines
}
