package verdict

import (
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// recovery judges the questions after the faults were healed: the next connection works, a session that is claimed open is
// open, and no row of an earlier answer is served to a later question, whatever was claimed of its session.
func recovery(c *Case) []Finding {
	var out []Finding
	for _, p := range c.Probes {
		if f, wrong := c.judgeProbe(p); wrong {
			out = append(out, f)
		}
	}
	return out
}

// SeveralTries ends the cause of the finding that a client needed more than one try to connect again.
const SeveralTries = "several-tries"

func (c *Case) judgeProbe(p Probe) (Finding, bool) {
	if len(p.Did) == 0 {
		return Finding{}, false
	}
	last := p.Did[len(p.Did)-1]
	switch {
	case p.EndpointDown != "":
		text := "the endpoint does not answer after all faults were healed: " + p.EndpointDown
		return Finding{Outcome: HarnessError, Rule: ruleHarness, Cause: ruleHarness, Text: text}, true
	case last.Failure != "", last.Answer.Unsupported:
		return Finding{}, false // judged as what it is
	case !last.Answer.Succeeded():
		return c.notRecovered(p, last)
	}
	got := last.Answer.Rows.Text(scenario.Null)
	if last.AsExpected || sameRows(got, [][]string{{p.Nonce}}) {
		if p.New && p.Tries > 1 {
			text := fmt.Sprintf("it connected again with the %d. try", p.Tries)
			return amber(Safety, ruleRecovery, last, SeveralTries, text), true
		}
		return Finding{}, false
	}
	f := red(Safety, ruleAnswer, last, c.claimOf(p.Session), "")
	f.Text = fmt.Sprintf("session %s: a question was answered with %s, not with its own answer", p.Session, show(got))
	return f, true
}

// notRecovered judges a question that was not answered: on a new connection, or on one that was claimed open. Of any other
// nobody has said that it can be used.
func (c *Case) notRecovered(p Probe, last Observed) (Finding, bool) {
	said := ""
	if e := last.Answer.Error; e != nil {
		said = fmt.Sprintf(": %q", clip(e.Message))
	}
	text := fmt.Sprintf("%s failed after all faults were healed%s", last.Request.Op, said)
	if p.New && c.refusedWhileConnecting(last) != "" {
		return Finding{}, false // as with each connect, and no fault is to be gone
	}
	if p.New {
		f := red(Safety, ruleRecovery, last, "new-connection", "")
		f.Text = "the next connection: " + text
		return f, true
	}
	heard := c.Target.Has().StatusDelayMS > 0 && last.Answer.Status != pgdiag.StatusOpen // of the end, by now
	if c.claimOf(p.Session) != string(pgdiag.StatusOpen) || heard {
		return Finding{}, false
	}
	f := red(State, "status", last, "open-not-usable", "")
	f.Text = fmt.Sprintf("session %s, claimed open: %s", p.Session, text)
	return f, true
}

// claimOf is what was said last of a session, before it was asked when all faults were healed; "busy" where something ran on
// it, and empty where nothing was said.
func (c *Case) claimOf(session string) string {
	for _, o := range slices.Backward(c.Observed) {
		if o.Request.Session != session || o.Request.Op == target.OpResolve || o.Request.Op == target.OpCancel {
			continue
		}
		if o.Answer.Tx == pgdiag.TxActive {
			return "busy"
		}
		return string(o.Answer.Status)
	}
	return ""
}

// leaks judges what was left when the target had closed all its sessions. A statement that still runs holds its
// backend until it ends, though its client is gone; a client that cancels it is better.
func leaks(c *Case) []Finding {
	var out []Finding
	for _, l := range c.Leaks {
		f := Finding{Outcome: Fail, Question: Safety, Rule: ruleLeak, Cause: cause(ruleLeak, c.lastFailed(), l.State), Text: fmt.Sprintf("a connection outlived its session: a backend is %s, last asked %q", l.State, clip(l.Query))}
		switch {
		case c.reopened(l):
			f.Outcome = Undecidable
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
