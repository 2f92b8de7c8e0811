package verdict

import (
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// limits are the conditions in which a limit of time has ended a call: the caller's, the server's, the pool's, the connect's.
var limits = []string{
	"caller_deadline", "statement_timeout", "lock_timeout", "connect_timeout", "pool_exhausted", "idle_in_transaction_session_timeout",
	"idle_session_timeout", "transaction_timeout", "connection_silent",
}

// booleans judges disconnect, timeout, transient and safe_to_retry.
func (c *Case) booleans(o Observed, want []scenario.Expect) []Finding {
	e := o.Answer.Error
	if e == nil {
		return nil
	}
	var out []Finding
	say := func(outcome Outcome, q Question, name string, said bool, why string) {
		out = append(out, about(outcome, q, name, o, fmt.Sprintf("said-%t", said), fmt.Sprintf("%s is %t, and %s", name, said, why)))
	}
	if said := e.Disconnect; said != nil && !opensOrCloses(o) {
		switch gone, known := c.unusable(o); {
		case !known:
		case *said && !gone:
			say(Fail, Names, "disconnect", *said, "the connection goes on")
		case !*said && gone:
			say(Fail, Names, "disconnect", *said, "the connection has ended")
		}
	}
	if said, conditions := e.Timeout, collect(want, func(w scenario.Expect) []string { return texts(w.Condition) }); said != nil && len(conditions) > 0 {
		limit := o.past() || slices.ContainsFunc(conditions, func(c string) bool { return slices.Contains(limits, c) })
		switch {
		case *said && !limit:
			say(Fail, Names, "timeout", *said, "no limit of time has ended it")
		case !*said && limit && slices.Contains(limits, conditions[0]):
			say(Weak, Names, "timeout", *said, "a limit of time has ended it")
		}
	}
	if said, retry := e.Transient, collect(want, func(w scenario.Expect) []string { return texts(w.Retry) }); said != nil && len(retry) > 0 {
		never := !slices.ContainsFunc(retry, func(r string) bool { return r != string(pgdiag.RetryNo) })
		switch {
		case *said && never:
			say(Fail, Write, "transient", *said, "no other attempt can help")
		case !*said && retry[0] != string(pgdiag.RetryNo):
			say(Weak, Write, "transient", *said, "another attempt can help")
		}
	}
	if said := e.SafeToRetry; said != nil && *said && mayWrite(o) && !c.provenUndone(o, want) {
		say(Fail, Write, "safe_to_retry", *said, "it may have been done")
	}
	return out
}

// unusable tells whether the connection of a call can't be used any more, where that is known.
func (c *Case) unusable(o Observed) (gone, known bool) {
	if !o.readable() {
		return false, false
	}
	if o.ended() {
		return true, true
	}
	_, answered := c.answeredLater(o)
	return false, answered
}

// answeredLater tells whether a connection that a call went over has answered a later question, and on which.
func (c *Case) answeredLater(o Observed) (conn int, ok bool) {
	conns := map[int]bool{}
	for _, e := range o.exchanges() {
		if !e.sent("CancelRequest") {
			conns[e.Conn] = true
		}
	}
	for _, later := range c.operations() {
		if later.Request.ID <= o.Request.ID {
			continue
		}
		for _, e := range later.exchanges() {
			if conns[e.Conn] && e.Tx != "" && e.asks() {
				return e.Conn, true
			}
		}
	}
	return 0, false
}

// mayWrite tells whether a call may change something on the server.
func mayWrite(o Observed) bool {
	switch o.Request.Op {
	case target.OpQuery, target.OpExecute, target.OpQueryRow, target.OpBatch, target.OpCopyIn, target.OpCommit:
		return true
	}
	return false
}

// provenUndone tells whether it is certain that a call has done nothing: nothing of it was sent, or the model says so.
func (c *Case) provenUndone(o Observed, want []scenario.Expect) bool {
	if o.readable() {
		if _, asked := o.attempt(); !asked {
			return true
		}
	}
	outcomes := collect(want, func(w scenario.Expect) []string { return texts(w.Outcome) })
	return len(outcomes) == 0 || undone(outcomes[0])
}

func undone(outcome string) bool {
	return outcome == string(pgdiag.OutcomeNotSent) || outcome == string(pgdiag.OutcomeRolledBack)
}
