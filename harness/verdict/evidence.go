package verdict

import (
	"fmt"
	"regexp"
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
		if do == nil || do.Expect.Rows == nil || !o.Answer.Succeeded() || o.AsExpected {
			continue
		}
		if got := o.Answer.Rows.Text(scenario.Null); !sameRows(got, do.Expect.Rows) {
			rule, outcome := ruleRows, Fail
			switch {
			case answersItself.MatchString(o.Request.SQL) && len(got) > 0:
				rule = ruleAnswer // whatever went before, these are another question's
			case c.wentOtherwise():
				outcome = Undecidable
			}
			out = append(out, about(outcome, Safety, rule, o, "expected", fmt.Sprintf("rows are %s, expected %s", show(got), show(do.Expect.Rows))))
		}
	}
	return out
}

// answersItself finds the questions whose answer is in them.
var answersItself = regexp.MustCompile(`(?is)^\s*select\s+'[^']*'\s*$`)

// payloads judges what notifications carried.
func payloads(c *Case) []Finding {
	var out []Finding
	for _, o := range c.Observed {
		do := c.step(o.Step)
		if do == nil || do.Expect.Payload == "" || !o.Answer.Succeeded() || o.Answer.Payload == do.Expect.Payload {
			continue
		}
		text := fmt.Sprintf("the payload is %q, expected %q", clip(o.Answer.Payload), do.Expect.Payload)
		out = append(out, red(Safety, "payload", o, "", text))
	}
	return out
}

// times judges how long the answers took. A success that comes after the caller's deadline is late; what takes longer than its
// deadline, the target's granularity and a grace is too late, where the target promises to keep deadlines.
func times(c *Case) []Finding {
	var out []Finding
	for _, o := range c.Observed {
		do := c.step(o.Step)
		if do == nil || o.Failure != "" || o.Answer.Unsupported {
			continue
		}
		took, within := o.took(), c.within(do, o)
		deadline, promised := c.Target.Has().Promised(o.Request.Op, time.Duration(o.Request.TimeoutMS)*time.Millisecond)
		switch {
		case took > within && promised:
			out = append(out, red(Safety, "time", o, "", fmt.Sprintf("took %s, expected at most %s", took.Round(time.Millisecond), within)))
		case took < do.Expect.AtLeast:
			outcome := Fail
			if !c.Target.SpeaksOfAll() {
				outcome = Weak // it is honest, and it could have waited
			}
			out = append(out, about(outcome, Safety, "early", o, "", fmt.Sprintf("took %s, expected at least %s", took.Round(time.Microsecond), do.Expect.AtLeast)))
		case o.Answer.Succeeded() && deadline > 0 && took > deadline+lateMargin:
			out = append(out, amber(Safety, "time", o, "late", fmt.Sprintf("succeeded after %s, past its deadline of %s", took.Round(time.Millisecond), deadline)))
		}
	}
	return out
}

// lateMargin is how much later than its deadline a success may come, since machines are busy.
const lateMargin = 250 * time.Millisecond

// within is how long a call may take: what the scenario says, and no less than the target's own granularity needs.
func (c *Case) within(e *Expected, o Observed) time.Duration {
	d := time.Duration(o.Request.TimeoutMS) * time.Millisecond
	within := e.Within
	if within == 0 {
		within = d + scenario.Grace
	}
	if rounded, promised := c.Target.Has().Promised(o.Request.Op, d); promised && rounded > d {
		within = max(within, rounded+scenario.Grace)
	}
	return within
}

// truth judges what the server held afterwards. It is expected of who does what the scenario expects: where a step went
// otherwise, and the wire shows that it did so rightly, what is expected decides nothing.
func truth(c *Case) []Finding {
	var out []Finding
	outcome := Fail
	if c.wentOtherwise() || c.cutShort() {
		outcome = Undecidable
	}
	for _, t := range c.Truth {
		if !sameRows(t.Got, t.Want) {
			is := outcome
			if c.leftOpen(t) {
				is = Undecidable
			}
			out = append(out, Finding{
				Outcome: is, Question: Safety, Rule: ruleTruth, Cause: cause(ruleTruth, c.lastFailed()),
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

// lastFailed is the operation that failed last, in whose scenario the server holds something else than it should; "success"
// where none did.
func (c *Case) lastFailed() string {
	for _, o := range slices.Backward(c.Observed) {
		if !o.Answer.Succeeded() {
			return cause(string(o.Request.Op), o.phase())
		}
	}
	return "success"
}

// cutShort tells whether steps of the target were not done, since one before them that opens something has failed.
func (c *Case) cutShort() bool {
	if c.Target.SpeaksOfAll() || slices.ContainsFunc(c.Observed, func(o Observed) bool { return o.Failure != "" }) {
		return false
	}
	return slices.ContainsFunc(c.Expected, func(e Expected) bool {
		return !slices.ContainsFunc(c.Observed, func(o Observed) bool { return o.Step == e.Step })
	})
}

// wentOtherwise tells whether a step has succeeded that was to fail, or failed that was to succeed, and was right to: its
// handle had another connection by then, or none any more; or whether one that was to fail has failed of something else.
func (c *Case) wentOtherwise() bool {
	return !c.Target.SpeaksOfAll() && slices.ContainsFunc(c.Observed, func(o Observed) bool {
		do := c.step(o.Step)
		if do == nil || do.OrSucceeds && o.Answer.Succeeded() {
			return false
		}
		if do.MustFail() != o.Answer.Succeeded() {
			return do.MustFail() && (failedOfAnother(do, o) || endedBeforeSync(o))
		}
		f, wrong := c.success(do, o)
		return !wrong || f.Outcome == Undecidable
	})
}

// failedOfAnother tells whether the server has refused what was sent by a code that none of the expected is: what the scenario's
// statement does before it fails was not done. A client that sends no several statements in one text meets this.
func failedOfAnother(do *Expected, o Observed) bool {
	codes, sure := o.codes()
	return sure && len(codes) > 0 && len(do.SQLState) > 0 && !slices.ContainsFunc(codes, func(code string) bool { return slices.Contains(do.SQLState, code) })
}

// endedBeforeSync tells whether a connection has ended within a statement after which the client had sent no Sync yet: it asks for
// the answer by a Flush, and until the Sync nothing is committed ("Extended Query Overview" in PostgreSQL's manual).
func endedBeforeSync(o Observed) bool {
	last, asked := o.attempt()
	return asked && last.sent("Execute") && last.sent("Flush") && !last.sent("Sync") && o.ended()
}
