package verdict

import (
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// states judges what was said of connections and transactions, by what the wire carried and what the next questions found.
func states(c *Case) []Finding {
	if c.Target.SpeaksOfAll() {
		return nil // it is held to what the scenario expects
	}
	var out []Finding
	for i, o := range c.Observed {
		if o.Failure != "" || o.Answer.Unsupported || opensOrCloses(o) {
			continue
		}
		if f, is := c.status(i, o); is {
			out = append(out, f)
		}
		if f, is := c.tx(i, o); is {
			out = append(out, f)
		}
	}
	return out
}

// opensOrCloses tells whether a call has made no connection, or has ended one: nothing is asked of the status of what never
// was.
func opensOrCloses(o Observed) bool {
	switch o.Request.Op {
	case target.OpConnect, target.OpPoolAcquire, target.OpPoolOpen:
		return !o.Answer.Succeeded()
	case target.OpClose, target.OpPoolRelease, target.OpPoolClose, target.OpResolve, target.OpCancel:
		return true
	}
	return false
}

func (c *Case) status(i int, o Observed) (Finding, bool) {
	if !o.readable() {
		return Finding{}, false
	}
	said := o.Answer.Status
	switch said {
	case pgdiag.StatusOpen:
		if !o.ended() || c.goesOn(o) || c.Target.Has().StatusDelayMS > 0 {
			return Finding{}, false
		}
		if nothingSent(o) && o.Answer.Succeeded() || o.Request.Op == target.OpStatus {
			return amber(State, "status", o, "open-until-used", "status is \"open\", and the connection has ended; it is found by its next use"), true
		}
		return red(State, "status", o, "open-not-ended", "status is \"open\", and the connection has ended"), true
	case pgdiag.StatusClosed, pgdiag.StatusFaulty:
		if conn, answered := c.answeredLater(o); answered && c.sameSession(o, conn) {
			text := fmt.Sprintf("status is %q, and the connection has answered since", said)
			return red(State, "status", o, string(said)+"-not-open", text), true
		}
		if said == pgdiag.StatusClosed && c.Target.Speaks(target.ReportFaulty) && !c.closedBefore(i) {
			return red(State, "status", o, "closed-not-faulty", "status is \"closed\", and its owner has not closed it"), true
		}
	}
	return Finding{}, false
}

// goesOn tells whether a session's later questions were answered, by whichever connection: a handle is not a connection.
func (c *Case) goesOn(o Observed) bool {
	for _, later := range c.operations() {
		if later.Request.ID > o.Request.ID && later.Request.Session == o.Request.Session && later.Answer.Succeeded() && claimsDone(later.Request.Op) {
			return true
		}
	}
	return false
}

// sameSession tells whether it was the same session that a connection has answered.
func (c *Case) sameSession(o Observed, conn int) bool {
	for _, later := range c.operations() {
		if later.Request.ID <= o.Request.ID || later.Request.Session != o.Request.Session {
			continue
		}
		for _, e := range later.exchanges() {
			if e.Conn == conn && e.Tx != "" {
				return true
			}
		}
	}
	return false
}

// unread tells whether a session had begun to read a result by a call, and had not come to its end.
func (c *Case) unread(i int) bool {
	for _, o := range slices.Backward(c.Observed[:i+1]) {
		if o.Request.Session != c.Observed[i].Request.Session {
			continue
		}
		switch o.Request.Op {
		case target.OpQueryStart:
			return o.Answer.Succeeded()
		case target.OpQueryRest, target.OpConnect, target.OpPoolAcquire:
			return false
		}
	}
	return false
}

// closedBefore tells whether the session of a call was closed by its owner before.
func (c *Case) closedBefore(i int) bool {
	for _, o := range c.Observed[:i] {
		if o.Request.Session == c.Observed[i].Request.Session && (o.Request.Op == target.OpClose || o.Request.Op == target.OpPoolRelease) {
			return true
		}
	}
	return false
}

// txOf are the transaction statuses by the byte of a ReadyForQuery.
var txOf = map[string]pgdiag.TxStatus{"I": pgdiag.TxIdle, "T": pgdiag.TxInTrans, "E": pgdiag.TxInError}

// tx judges the transaction status by the last that was delivered. Of a connection that has ended, or that is being asked
// something, nothing is known.
func (c *Case) tx(i int, o Observed) (Finding, bool) {
	said := o.Answer.Tx
	if said == pgdiag.TxActive && c.unread(i) {
		return Finding{}, false // to the client the statement goes on
	}
	last, asked := o.attempt()
	if said == "" || said == pgdiag.TxUnknown || !asked || o.ended() || last.Tx == "" {
		return Finding{}, false
	}
	all := o.exchanges()
	is := txOf[all[len(all)-1].Tx]
	if is == "" || said == is {
		return Finding{}, false
	}
	return red(State, "tx", o, string(said)+"-not-"+string(is), fmt.Sprintf("tx is %q, and the server says %s", said, is)), true
}
