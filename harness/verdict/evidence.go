package verdict

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
)

// rows judges the rows of successful answers.
func rows(c *Case) []Finding {
	var out []Finding
	for _, o := range c.Observed {
		do := c.step(o.Step)
		if do == nil || do.Expect.Rows == nil || !o.Answer.Succeeded() {
			continue
		}
		if got := o.Answer.Rows.Text(scenario.Null); !sameRows(got, do.Expect.Rows) {
			out = append(out, Finding{
				Outcome: Fail, Rule: "rows", Step: o.Step,
				Text: fmt.Sprintf("%s: rows are %s, expected %s", describeRequest(o.Request), show(got), show(do.Expect.Rows)),
			})
		}
	}
	return out
}

// payloads judges what notifications carried.
func payloads(c *Case) []Finding {
	var out []Finding
	for _, o := range c.Observed {
		do := c.step(o.Step)
		if do == nil || do.Expect.Payload == "" || !o.Answer.Succeeded() || o.Answer.Payload == do.Expect.Payload {
			continue
		}
		text := fmt.Sprintf("%s: the payload is %q, expected %q", describeRequest(o.Request), clip(o.Answer.Payload), do.Expect.Payload)
		out = append(out, Finding{Outcome: Fail, Rule: "payload", Step: o.Step, Text: text})
	}
	return out
}

// times judges how long the answers took: on one side only, but where time itself is the fault.
func times(c *Case) []Finding {
	var out []Finding
	for _, o := range c.Observed {
		do := c.step(o.Step)
		if do == nil || o.Failure != "" || o.Answer.Unsupported {
			continue
		}
		took := time.Duration(o.DurationMS * float64(time.Millisecond))
		rule, text := "time", ""
		switch {
		case took > o.within(do):
			text = fmt.Sprintf("%s: took %s, expected at most %s", describeRequest(o.Request), took.Round(time.Millisecond), o.within(do))
		case took < do.Expect.AtLeast:
			rule, text = "early", fmt.Sprintf("%s: took %s, expected at least %s", describeRequest(o.Request), took.Round(time.Microsecond), do.Expect.AtLeast)
		default:
			continue
		}
		out = append(out, Finding{Outcome: Fail, Rule: rule, Step: o.Step, Text: text})
	}
	return out
}

// within is how long a call may take.
func (o Observed) within(e *Expected) time.Duration {
	if e.Within > 0 {
		return e.Within
	}
	return time.Duration(o.Request.TimeoutMS)*time.Millisecond + scenario.Grace
}

// truth judges what the server held afterwards.
func truth(c *Case) []Finding {
	var out []Finding
	for _, t := range c.Truth {
		if !sameRows(t.Got, t.Want) {
			out = append(out, Finding{
				Outcome: Fail, Rule: "truth",
				Text: fmt.Sprintf("truth: %s: the server holds %s, expected %s", t.Name, show(t.Got), show(t.Want)),
			})
		}
	}
	return out
}

func sameRows(a, b [][]string) bool { return slices.EqualFunc(a, b, slices.Equal[[]string]) }

// show gives rows in one bounded line.
func show(rows [][]string) string {
	if len(rows) == 0 {
		return "no rows"
	}
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = strings.Join(r, "|")
	}
	return fmt.Sprintf("%q", clip(strings.Join(lines, " / ")))
}
