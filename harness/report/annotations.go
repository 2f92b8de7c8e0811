package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/verdict"
)

// Annotations writes the gravest of what is red as commands of GitHub's workflows, which show it beside the run: one for each
// cause, and not for each case.
type Annotations struct{ w io.Writer }

// maxAnnotations is how many GitHub shows of a step.
const maxAnnotations = 10

// NewAnnotations makes a renderer that writes to w, which it does not close. What it writes has to come to the step's output.
func NewAnnotations(w io.Writer) *Annotations { return &Annotations{w: w} }

// Run does nothing.
func (a *Annotations) Run(Run) error { return nil }

// Started does nothing.
func (a *Annotations) Started(string) error { return nil }

// Result does nothing.
func (a *Annotations) Result(Line) error { return nil }

// Summary writes everything.
func (a *Annotations) Summary(summary Summary) error {
	var out []string
	for _, c := range summary.Causes {
		if c.Outcome == verdict.Fail {
			text := fmt.Sprintf("%s (%s, such as %s; pgfault explain %s)", c.Sentence, count(c.Count, "case"), c.Example, c.Cause)
			out = append(out, annotation("pgfault: "+string(c.Question), text))
		}
	}
	for _, f := range summary.Failures {
		if f.Outcome != verdict.Fail { // it has no red cause: an error of ours, or a declared one that is gone
			out = append(out, annotation("pgfault: "+string(f.Outcome), f.ID+": "+f.Reason))
		}
	}
	if summary.Error != "" {
		out = slices.Insert(out, 0, annotation("pgfault: error of the harness", summary.Error))
	}
	if len(out) > maxAnnotations {
		left := len(out) - maxAnnotations + 1
		out = append(out[:maxAnnotations-1], annotation("pgfault", fmt.Sprintf("and %d more, in the summary and in results.jsonl", left)))
	}
	if len(out) == 0 {
		return nil
	}
	if _, err := io.WriteString(a.w, strings.Join(out, "")); err != nil {
		return fmt.Errorf("write annotations: %w", err)
	}
	return nil
}

// Close does nothing.
func (a *Annotations) Close() error { return nil }

var (
	commandText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func annotation(title, text string) string {
	return fmt.Sprintf("::error title=%s::%s\n", commandProperty.Replace(Escape(title)), commandText.Replace(clip(Escape(text), 1000)))
}
