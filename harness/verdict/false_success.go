package verdict

import (
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// falseSuccesses judges successes by what was delivered: that of a statement needs the CommandComplete of its last attempt,
// and no error; that of a commit a COMMIT.
func falseSuccesses(c *Case) []Finding {
	var out []Finding
	inTx := map[string]string{} // by session: the transaction status that was delivered last
	begun := map[string]bool{}  // by session: whether a transaction was asked for, and not only sent as a statement
	for _, o := range c.operations() {
		if o.Answer.Succeeded() && o.Failure == "" {
			if against, text := falseSuccess(o, inTx[o.Request.Session]); against != "" {
				out = append(out, red(Safety, ruleFalseSuccess, o, against, text))
			} else if f, is := outside(o, inTx[o.Request.Session]); is && begun[o.Request.Session] {
				out = append(out, f)
			}
		}
		for _, e := range o.exchanges() {
			if e.Tx != "" && o.Request.Op != target.OpResolve {
				inTx[o.Request.Session] = e.Tx
			}
		}
		switch o.Request.Op {
		case target.OpBegin:
			begun[o.Request.Session] = true
		case target.OpCommit, target.OpRollback:
			begun[o.Request.Session] = false
		}
		if o.Request.Op == target.OpConnect || o.Request.Op == target.OpPoolAcquire || o.Request.Op == target.OpRollback {
			delete(inTx, o.Request.Session)
		}
	}
	return out
}

// falseSuccess says why a success is none; empty where it may be one.
func falseSuccess(o Observed, before string) (against, text string) {
	if !o.readable() || !claimsDone(o.Request.Op) {
		return "", ""
	}
	last, asked := o.proper()
	if o.Request.Op == target.OpCommit {
		switch open := before == "T" || before == "E"; {
		case !asked && open:
			return "commit-not-sent", "reported success, and sent nothing, though the transaction was begun and nothing has ended it"
		case rolledBack(o) && !strings.HasPrefix(strings.ToUpper(o.Answer.Tag), "ROLLBACK"):
			return "answered-rollback", "reported success for a COMMIT that the server answered with ROLLBACK"
		}
	}
	switch {
	case !asked || last.End == EndRST: // what was read before a RST, nobody knows
		return "", ""
	case last.Strange:
		return "strange-bytes", "reported success after bytes that the protocol does not know"
	case len(last.Codes) > 0:
		return "error-delivered", "reported success, and the error " + last.Codes[len(last.Codes)-1] + " was delivered to it"
	case last.asks() && len(last.Tags) == 0 && needsTag(o.Request.Op):
		return "not-completed", "reported success, and no CommandComplete was delivered to it"
	}
	return "", ""
}

// commitsNothing tells whether a commit has sent nothing, and there was nothing to commit: the last that was delivered to its session is
// that no transaction is open, as the answer to a ROLLBACK by which a library closes or gives back a connection. A connection that was
// closed without one has taken its transaction along, of which a commit that succeeds says the contrary.
func (c *Case) commitsNothing(commit Observed) bool {
	if commit.Request.Op != target.OpCommit || !commit.readable() || !nothingSent(commit) {
		return false
	}
	tx := ""
	for _, o := range c.Observed {
		if o.Request.Session != commit.Request.Session || o.Request.ID >= commit.Request.ID || o.Request.Op == target.OpResolve {
			continue
		}
		for _, e := range o.exchanges() {
			if e.Tx != "" {
				tx = e.Tx
			}
		}
	}
	return tx == "I"
}

// proper is the last attempt of a call, but for what a library sends when it is done to give up a statement or a cursor: an error
// that answers that is no answer to the call, if it has not failed its transaction.
func (o Observed) proper() (Exchange, bool) {
	for _, e := range slices.Backward(o.exchanges()) {
		if e.givesUp() && e.Tx != "" && e.Tx != "E" && o.Request.SQL != "" && !strings.Contains(o.Request.SQL, e.SQL) {
			continue
		}
		if e.asks() || e.prepares() {
			return e, true
		}
	}
	return o.attempt()
}

// givesUp tells whether an exchange gives up a statement or a cursor.
func (e Exchange) givesUp() bool {
	word, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(e.SQL)), " ")
	return word == "DEALLOCATE" || word == "CLOSE"
}

// claimsDone tells whether the success of an operation says that the server has done something.
func claimsDone(op target.Op) bool {
	switch op {
	case target.OpQuery, target.OpExecute, target.OpQueryRow, target.OpBatch, target.OpCopyIn, target.OpCopyOut, target.OpBegin,
		target.OpPrepare, target.OpCommit, target.OpListen:
		return true
	}
	return false
}

// needsTag tells whether an operation has not succeeded before a CommandComplete: one that reads a single row may stop early.
func needsTag(op target.Op) bool { return op != target.OpQueryRow && op != target.OpPrepare }

// rolledBack tells whether a COMMIT of the call was answered with ROLLBACK.
func rolledBack(o Observed) bool {
	for _, e := range o.exchanges() {
		word, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(e.SQL)), " ")
		for _, tag := range e.Tags {
			if tag == "ROLLBACK" && word != "ROLLBACK" && word != "ABORT" {
				return true
			}
		}
	}
	return false
}

// outside judges a success on another connection than that of the transaction which was lost: what was done there is no part
// of it, and stays if it is rolled back.
func outside(o Observed, before string) (Finding, bool) {
	last, asked := o.attempt()
	lost := o.readable() && o.Wire.Lost
	for _, e := range o.exchanges() {
		lost = lost || e.Conn != last.Conn && (e.End != "" || e.Fatal) && !e.sent("CancelRequest")
	}
	if o.Request.Op == target.OpResolve || !asked || !lost || before != "T" && before != "E" || last.Tx != "I" || o.Request.Op == target.OpBegin || o.Request.Op == target.OpRollback || o.Step == 0 {
		return Finding{}, false
	}
	return red(Safety, ruleOutside, o, "lost-transaction", "reported success on another connection, though the transaction that it belonged to was lost"), true
}
