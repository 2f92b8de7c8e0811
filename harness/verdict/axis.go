package verdict

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// axis is a question about an answer, with the values that are expected and the value that was claimed. Where several
// are expected the first is the best, and a later one is acceptable.
type axis struct {
	name string
	want []string
	got  string
	// neutral says that the target never declared to answer this.
	neutral bool
}

// axes judges the answers of the scenario's steps: first whether they should have succeeded, then what was said. A target that
// speaks in all our words is held to the expectation, axis by axis; of another what it says is held against the evidence.
func axes(c *Case) []Finding {
	var out []Finding
	for _, o := range c.Observed {
		do := c.step(o.Step)
		if do == nil || o.Failure != "" || o.Answer.Unsupported {
			continue
		}
		if do.MustFail() && o.Answer.Succeeded() && c.unfired() && done(o) {
			continue // nothing was broken, and it did what it says: that the fault has not fired is found by itself
		}
		if f, wrong := c.success(do, o); wrong {
			out = append(out, f)
			continue
		}
		if do.OrSucceeds && o.Answer.Succeeded() {
			continue // there is no failure to speak of
		}
		if c.Target.SpeaksOfAll() {
			out = append(out, bestOf(c.Target, do.Expect, o)...)
			continue
		}
		out = append(out, c.said(do.Expect, o)...)
	}
	return out
}

// said judges what a target says of a failure, and of a transaction that it resolved. Where several failures are as right, so
// is what is said of any.
func (c *Case) said(e scenario.Expect, o Observed) []Finding {
	want := append([]scenario.Expect{e}, e.Or...)
	if o.Answer.Succeeded() {
		right := texts(e.Resolution)
		if got := string(o.Answer.Resolution); got != "" && len(right) > 0 && !slices.Contains(right, got) {
			return []Finding{red(Write, "resolution", o, against(got, right), fmt.Sprintf("resolution is %q, expected %s", clip(got), strings.Join(right, " or ")))}
		}
		return nil
	}
	return slices.Concat(c.names(o, want), c.booleans(o, want), c.writes(o, want))
}

// bestOf judges an answer by the expectation that it meets best: where there are several as right, each is whole.
func bestOf(hello target.Hello, e scenario.Expect, o Observed) []Finding {
	best := judgeAxes(hello, e, o)
	for _, other := range e.Or {
		if found := judgeAxes(hello, other, o); worst(found) > worst(best) {
			best = found
		}
	}
	return best
}

// worst is the priority of the worst of some findings; that of a pass where there are none.
func worst(findings []Finding) int {
	p := priority(Pass)
	for _, f := range findings {
		p = min(p, priority(f.Outcome))
	}
	return p
}

// step is what a step of the target expects, by its number from 1; nil where it is none of the target's.
func (c *Case) step(n int) *Expected {
	for i := range c.Expected {
		if c.Expected[i].Step == n {
			return &c.Expected[i]
		}
	}
	return nil
}

// success judges whether an operation should have succeeded. Where the wire shows that what was reported is so, that counts
// and not what is expected: a handle may have another connection by now.
func (c *Case) success(do *Expected, o Observed) (Finding, bool) {
	switch must, failed := do.MustFail(), !o.Answer.Succeeded(); {
	case must && !failed && (do.OrSucceeds || !c.Target.SpeaksOfAll() && done(o)):
		return Finding{}, false
	case must && !failed && o.Request.Op == target.OpPoolAcquire && c.Target.Has().Pool != target.PoolLazy:
		return Finding{}, false // it hands out what it has, and nothing is said of whether that is alive
	case must && !failed && !c.Target.SpeaksOfAll() && (connectedAgain(o) || rolledBackByTheEnd(o) || c.commitsNothing(o)):
		return Finding{}, false
	case must && !failed:
		text := "reported success, expected a failure"
		if len(do.Condition) > 0 {
			text += fmt.Sprintf(" (%s)", do.Condition[0])
		}
		return red(Safety, ruleSuccess, o, "reported", text), true
	case !must && failed:
		if !c.Target.SpeaksOfAll() && o.readable() && o.Wire.Lost {
			return Finding{}, false // its connection was gone by then, which was another step's doing
		}
		if code := c.refusedWhileConnecting(o); code != "" {
			text := fmt.Sprintf("%s: the server refused what the client sends while it connects (%s)", describeRequest(o.Request), code)
			return Finding{Outcome: NotMet, Rule: ruleCameAbout, Cause: cause(ruleCameAbout, string(o.Request.Op), "refused"), Step: o.Step, Text: text}, true
		}
		if c.endedByTheCallsLimit(o) {
			return about(Undecidable, Safety, ruleSuccess, o, "limit-of-calls", "ended by the limit of the connection's calls, which is that of its connect too"), true
		}
		if o.Request.Op == target.OpPoolAcquire && (nothingSent(o) || !o.readable()) && !c.Target.SpeaksOfAll() {
			return amber(Safety, ruleSuccess, o, "does-not-wait", "failed at once, where another pool waits for a connection"), true
		}
		if code := c.refused(o); code != "" && !c.Target.SpeaksOfAll() {
			return about(Undecidable, Safety, ruleSuccess, o, "refused", fmt.Sprintf("the server refused what the client sent (%s)", code)), true
		}
		text := "failed, expected success"
		if o.Answer.Error != nil {
			text += fmt.Sprintf(": %q", clip(o.Answer.Error.Message))
		}
		return red(Safety, ruleSuccess, o, "failed", text), true
	}
	return Finding{}, false
}

// refused is the code by which the server said that it can't do what the client has sent: a statement or a value of the
// client's own making, where another client sends one that can be done. It has told the truth of it, or, where it tells no codes,
// that it failed.
func (c *Case) refused(o Observed) string {
	codes, sure := o.codes()
	if o.Answer.Error == nil || !sure || len(codes) == 0 {
		return ""
	}
	code := o.Answer.Error.SQLState
	if !c.Target.Speaks(target.ReportSQLState) {
		code = codes[len(codes)-1]
	}
	if slices.Contains(codes, code) && hasClass(code, "0A", "22", "42") {
		return code
	}
	return ""
}

// refusedWhileConnecting is the code by which the server said, of a connection that was ready, that it can't do what the client sends
// of its own before it gives the connection to its caller, where no fault of ours had part in it: what the scenario waits for does not
// come about with such a client.
func (c *Case) refusedWhileConnecting(o Observed) string {
	if c.Target.SpeaksOfAll() || o.Request.Op != target.OpConnect || len(c.Firings()) > 0 {
		return ""
	}
	ready := false
	for _, e := range o.exchanges() {
		if ready && e.SQL != "" && e.End != EndRST && len(e.Codes) > 0 && (hasClass(e.Codes[0], "0A", "42") || e.Codes[0] == "08P01") {
			return e.Codes[0]
		}
		ready = e.Tx == "I"
	}
	return ""
}

// endedByTheCallsLimit tells whether a connect has taken the time that its connection's calls have, in a target that has one limit
// for both, as it has declared.
func (c *Case) endedByTheCallsLimit(o Observed) bool {
	limit := time.Duration(o.Request.CallTimeoutMS) * time.Millisecond
	return c.Target.Has().Deadline == target.DeadlineConnection && o.Request.Op == target.OpConnect && limit > 0 && o.took() >= limit
}

// done tells whether the wire shows that what an operation reports is so.
func done(o Observed) bool {
	last, asked := o.attempt()
	if !o.readable() || !claimsDone(o.Request.Op) || !asked {
		return false
	}
	if against, _ := falseSuccess(o, ""); against != "" {
		return true // which is a finding of its own
	}
	return last.Tx != "" && last.End == ""
}

// connectedAgain tells whether a connect whose first try was cut off has tried once more, in the same way, and has a connection
// that works. One that gives up TLS for it has not tried the same.
func connectedAgain(o Observed) bool {
	if o.Request.Op != target.OpConnect || !o.readable() {
		return false
	}
	var first, last Exchange
	for _, e := range o.exchanges() {
		if e.sent("StartupMessage", "SSLRequest") || first.Conn == 0 {
			if first.Conn == 0 {
				first = e
			}
			last = e
		}
	}
	cut := first.End == EndFIN || first.End == EndRST
	return cut && last.Conn != first.Conn && last.Tx == "I" && last.End == "" && first.sent("SSLRequest") == last.sent("SSLRequest")
}

// rolledBackByTheEnd tells whether a rollback that succeeded is of a transaction whose connection has ended: with it the server
// has rolled it back, whatever was answered.
func rolledBackByTheEnd(o Observed) bool {
	if o.Request.Op != target.OpRollback || !o.readable() {
		return false
	}
	all := o.exchanges()
	return o.Wire.Lost || len(all) > 0 && (all[0].End != "" || all[0].Fatal)
}

func judgeAxes(hello target.Hello, e scenario.Expect, o Observed) []Finding {
	var out []Finding
	var missing []string
	for _, a := range claimAxes(hello, e, o.Answer) {
		outcome := a.judge()
		switch {
		case outcome == Pass:
		case a.got == "":
			missing = append(missing, a.name)
		default:
			text := fmt.Sprintf("%s is %q, expected %s", a.name, clip(a.got), strings.Join(a.want, " or "))
			if outcome == Weak {
				text = fmt.Sprintf("%s is %q, better is %s", a.name, clip(a.got), a.want[0])
			}
			out = append(out, about(outcome, questionOf[a.name], a.name, o, against(a.got, a.want), text))
		}
	}
	if len(missing) > 0 {
		out = append(out, amber(questionOf[missing[0]], "reported", o, missing[0], "not reported: "+strings.Join(missing, ", ")))
	}
	return out
}

// questionOf is the question that an axis belongs to.
var questionOf = map[string]Question{
	"status": State, "tx": State, "resolution": Write, "outcome": Write, "retry": Write, "condition": Names, "sqlstate": Names,
	"class": Names, "origin": Names, "scope": Names, "first": Names,
}

// judge gives Pass for the best value and where nothing was to be judged, Weak for an acceptable one and for one that
// was not reported, Fail for another. A definite outcome where unknown was expected is another, however right the
// guess: unknown is an answer.
func (a axis) judge() Outcome {
	switch at := slices.Index(a.want, a.got); {
	case len(a.want) == 0, a.neutral, at == 0:
		return Pass
	case a.got == "", at > 0:
		return Weak
	}
	return Fail
}

// claimAxes are the axes of an answer that succeeded or failed as expected.
func claimAxes(hello target.Hello, e scenario.Expect, a target.Answer) []axis {
	out := []axis{
		{name: "status", want: texts(e.Status), got: string(a.Status), neutral: !hello.Supports(target.CapStatus)},
		{name: "tx", want: texts(e.Tx), got: string(a.Tx), neutral: !hello.Supports(target.CapStatus)},
		{name: "resolution", want: texts(e.Resolution), got: string(a.Resolution)},
	}
	if !e.MustFail() {
		return out
	}
	claim := a.Error
	if claim == nil {
		claim = &target.Error{}
	}
	return append(
		out,
		axis{name: "condition", want: texts(e.Condition), got: claim.Condition},
		axis{name: "sqlstate", want: e.SQLState, got: claim.SQLState},
		classAxis(hello, e, claim),
		axis{name: "origin", want: texts(e.Origin), got: string(claim.Origin)},
		axis{name: "scope", want: texts(e.Scope), got: string(claim.Scope)},
		axis{name: "outcome", want: texts(e.Outcome), got: string(claim.Outcome)},
		axis{name: "retry", want: texts(e.Retry), got: string(claim.Retry)},
		axis{name: "first", want: e.First, got: claim.First},
	)
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

const clipMax = 160

// clip bounds text from outside in a finding.
func clip(s string) string {
	if len(s) > clipMax {
		return strings.ToValidUTF8(s[:clipMax], "") + "…"
	}
	return s
}
