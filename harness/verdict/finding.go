package verdict

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// Finding is one thing that the judge found, with the outcome it alone would give.
type Finding struct {
	Outcome Outcome `json:"outcome"`
	// Question is the question that it answers; empty where it is about the run and not about the client.
	Question Question `json:"question,omitempty"`
	// Rule names the rule that found it.
	Rule string `json:"rule"`
	// Cause is the same for the same mistake, in whatever scenario it is found: the rule, the operation, the phase, and the
	// claim against the evidence. It holds no names of the scenario's and no numbers.
	Cause string `json:"cause,omitempty"`
	Step  int    `json:"step,omitempty"`
	Text  string `json:"text"`
}

// Red is what is held against a client.
func red(q Question, rule string, o Observed, against, text string) Finding {
	return about(Fail, q, rule, o, against, text)
}

// amber is what could be better.
func amber(q Question, rule string, o Observed, against, text string) Finding {
	return about(Weak, q, rule, o, against, text)
}

// about is a finding about an operation.
func about(outcome Outcome, q Question, rule string, o Observed, against, text string) Finding {
	return Finding{
		Outcome: outcome, Question: q, Rule: rule, Step: o.Step, Cause: cause(rule, string(o.Request.Op), o.phase(), against),
		Text: describeRequest(o.Request) + ": " + text,
	}
}

// cause joins the parts of a cause that are there.
func cause(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "/")
}

// phase says in a word how far an operation came on the wire.
func (o Observed) phase() string {
	if !o.readable() {
		return ""
	}
	last := Exchange{}
	for _, e := range slices.Backward(o.Wire.Exchanges) {
		if !e.sent("CancelRequest") {
			last = e
			break
		}
	}
	switch {
	case last.End == EndRST, last.End == EndFIN, last.Fatal:
		return "connection-lost"
	case len(last.Codes) > 0:
		return "server-error"
	case last.Sent == "" && o.Wire.Lost:
		return "lost-before"
	case last.Sent == "":
		return "nothing-sent"
	case last.Tx != "":
		return "answered"
	case len(last.Tags)+last.Rows+last.Copied > 0:
		return "answer-cut"
	}
	return "no-answer"
}

// String is the finding in one line.
func (f Finding) String() string {
	if f.Step > 0 {
		return fmt.Sprintf("step %d: %s", f.Step, f.Text)
	}
	return f.Text
}

// describeRequest names an operation in a finding.
func describeRequest(req target.Request) string {
	switch {
	case req.Session != "":
		return fmt.Sprintf("%s on %s", req.Op, req.Session)
	case req.Pool != "":
		return fmt.Sprintf("%s on %s", req.Op, req.Pool)
	}
	return string(req.Op)
}

func (o Observed) took() time.Duration {
	return time.Duration(o.DurationMS * float64(time.Millisecond))
}

// gravity orders findings of the same outcome: the gravest first.
var gravity = []string{
	"phantom", ruleAnswer, string(Crash), string(Hang), // what the server then holds follows from these
	ruleTruth, ruleFalseSuccess, ruleResent, ruleOutside, ruleRows, ruleSuccess, ruleRecovery,
	ruleLeak, "payload", rulePast, ruleArgs, "time", "early",
	// What is found of a program that is run as it is.
	"wrong_success", "done_twice", "half_done", "wedged", "crashes", "leaks", "retries_badly", "hangs", "ambiguous",
}

// grave is the place of a finding among those of its outcome.
func grave(f Finding) int {
	if i := slices.Index(gravity, f.Rule); i >= 0 {
		return i
	}
	if i := slices.Index(Questions, f.Question); i >= 0 {
		return len(gravity) + i
	}
	return len(gravity) + len(Questions)
}

// The rules that other rules look for, or that are graver than others.
const (
	ruleAnswer       = "answer"        // another question's answer
	ruleTruth        = "truth"         // what the server holds
	ruleFalseSuccess = "false_success" // success for what was not done
	ruleResent       = "resent"        // sent again after it was sent
	ruleOutside      = "outside"       // done outside of the transaction that it belonged to
	ruleRows         = "rows"
	ruleSuccess      = "success"
	ruleRecovery     = "recovery"
	ruleLeak         = "leak"
	ruleTrait        = "trait"
)
