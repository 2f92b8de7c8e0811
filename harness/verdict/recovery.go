package verdict

import (
	"fmt"

	"github.com/pgfault/pgfault/harness/scenario"
)

// recovery judges the questions after the faults were healed: the next connection works, a session that is claimed
// open is open, and no row of an earlier answer is served to a later question.
func recovery(c *Case) []Finding {
	var out []Finding
	for _, p := range c.Probes {
		if f, wrong := judgeProbe(p); wrong {
			out = append(out, f)
		}
	}
	return out
}

func judgeProbe(p Probe) (Finding, bool) {
	if len(p.Did) == 0 {
		return Finding{}, false
	}
	last := p.Did[len(p.Did)-1]
	kind := fmt.Sprintf("session %s, claimed open", p.Session)
	if p.New {
		kind = "the next connection"
	}
	f := Finding{Outcome: Fail, Rule: "recovery"}
	switch {
	case p.EndpointDown != "":
		f.Outcome, f.Rule = HarnessError, "harness"
		f.Text = "the endpoint does not answer after all faults were healed: " + p.EndpointDown
	case last.Failure != "":
		return Finding{}, false // judged as what it is
	case last.Answer.Unsupported:
		return Finding{}, false // judged as what it is
	case !last.Answer.Succeeded():
		f.Text = fmt.Sprintf("%s: %s failed after all faults were healed", kind, last.Request.Op)
		if e := last.Answer.Error; e != nil {
			f.Text += fmt.Sprintf(": %q", clip(e.Message))
		}
	default:
		got := last.Answer.Rows.Text(scenario.Null)
		if sameRows(got, [][]string{{p.Nonce}}) {
			return Finding{}, false
		}
		f.Rule = "answer"
		f.Text = fmt.Sprintf("%s: a question was answered with %s, not with its own answer", kind, show(got))
	}
	return f, true
}

// leaks judges what was left when the target had closed all its sessions. A statement that still runs holds its
// backend until it ends, though its client is gone; a client that cancels it is better.
func leaks(c *Case) []Finding {
	var out []Finding
	for _, l := range c.Leaks {
		f := Finding{Outcome: Fail, Rule: "leak", Text: fmt.Sprintf("a connection outlived its session: a backend is %s, last asked %q", l.State, clip(l.Query))}
		switch {
		case l.PID == "":
			f.Text = "a connection to the pooler outlived its session"
		case l.State == "active":
			f.Outcome, f.Text = Weak, fmt.Sprintf("a statement still ran when its session was closed: %q", clip(l.Query))
		}
		out = append(out, f)
	}
	return out
}

// expected is what the steps of a scenario expect of the target.
func expected(s scenario.Scenario) []Expected {
	var out []Expected
	for i, step := range s.Steps {
		if step.Do != nil {
			out = append(out, Expected{Step: i + 1, Expect: step.Do.Expect})
		}
	}
	return out
}
