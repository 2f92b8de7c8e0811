package verdict

import (
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// leftOpen tells whether what the server holds beside what is expected is all of it of calls that have failed, and of which the
// client has said nothing of what became of them: it has said nothing false then. A row that is there twice, one of a call that
// was reported done, and one that nobody knows whose it is are none of these.
func (c *Case) leftOpen(t TruthAnswer) bool {
	if c.Target.SpeaksOfAll() {
		return false
	}
	differing := append(less(t.Got, t.Want), less(t.Want, t.Got)...)
	for i, row := range differing {
		if slices.ContainsFunc(differing[:i], func(r []string) bool { return slices.Equal(r, row) }) {
			return false
		}
		if slices.ContainsFunc(t.Got, sameAs(row)) && slices.ContainsFunc(t.Want, sameAs(row)) || !c.nobodySpokeFor(row) {
			return false
		}
	}
	return len(differing) > 0
}

// less are the rows of one answer without those of another.
func less(rows, without [][]string) [][]string {
	rest := slices.Clone(without)
	var out [][]string
	for _, row := range rows {
		if i := slices.IndexFunc(rest, sameAs(row)); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		out = append(out, row)
	}
	return out
}

func sameAs(row []string) func([]string) bool {
	return func(other []string) bool { return slices.Equal(row, other) }
}

// nobodySpokeFor tells whether a row is of a call that has failed and of which nothing was said, and of no other.
func (c *Case) nobodySpokeFor(row []string) bool {
	found := false
	for i, o := range c.Observed {
		if !mayWrite(o) || !o.writes(row) {
			continue
		}
		if commit, is := c.committedBy(i); is && o.Answer.Succeeded() {
			o = commit // which decides what becomes of it
		}
		if o.Answer.Succeeded() || o.Failure != "" || !o.saysNothingOfTheWrite() || !o.unanswered() {
			return false
		}
		found = true
	}
	return found
}

// committedBy is the commit that was to end the transaction of a call.
func (c *Case) committedBy(i int) (Observed, bool) {
	session, begun := c.Observed[i].Request.Session, false
	for at, o := range c.Observed {
		if o.Request.Session != session {
			continue
		}
		switch o.Request.Op {
		case target.OpBegin:
			begun = o.Answer.Succeeded()
		case target.OpCommit, target.OpRollback:
			if at > i && begun {
				return o, o.Request.Op == target.OpCommit
			}
			begun = false
		}
		if at >= i && !begun {
			break
		}
	}
	return Observed{}, false
}

// writes tells whether a call names all that a row holds, in its statement or as its arguments.
func (o Observed) writes(row []string) bool {
	return len(row) > 0 && !slices.ContainsFunc(row, func(value string) bool {
		return !strings.Contains(o.Request.SQL, "'"+value+"'") && !slices.ContainsFunc(o.Request.Args, func(arg *string) bool { return arg != nil && *arg == value })
	})
}

// saysNothingOfTheWrite tells whether a failure claims nothing of what became of a write, nor that it may be done again.
func (o Observed) saysNothingOfTheWrite() bool {
	e := o.Answer.Error
	if e == nil {
		return true
	}
	doubles := e.Retry == pgdiag.RetryStatement || e.Retry == pgdiag.RetryTransaction
	return (e.Outcome == "" || e.Outcome == pgdiag.OutcomeUnknown) && !doubles && (e.SafeToRetry == nil || !*e.SafeToRetry)
}

// unanswered tells whether a call was sent, and no answer to what it asked for was delivered that tells what became of it: none
// at all, or that the connection is lost. Of a commit that was not sent none is due.
func (o Observed) unanswered() bool {
	last, asked := o.attempt()
	if o.Request.Op == target.OpCommit && nothingSent(o) {
		return true
	}
	return asked && len(last.Tags) == 0 && (len(last.Codes) == 0 || last.Fatal)
}
