package layersweep

import (
	"slices"

	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// follows tells whether what became of the failed call follows from the bytes that the client has sent and was given, so
// that unknown is no answer.
func (run *Run) follows() bool {
	p := run.Point
	if run.Err == nil || p.Operation.Streams || p.Fault == None {
		return false
	}
	kind := p.Operation.Calls[run.Failed].Kind
	at := run.recorded.calls[p.index]
	switch {
	case p.Fault == "error":
		// The server itself says that it has failed, and nothing before it can have been committed.
		return at == run.Failed && kind != Several && kind != Rollback
	case !p.kind.cuts:
		return false // what is said instead is another conversation
	case kind == Rollback && slices.ContainsFunc(p.Operation.Calls[:run.Failed], func(c Call) bool { return c.Kind == Several }):
		return false // the transaction may have done what ROLLBACK does not undo
	case kind == Inside, kind == Begin, kind == Rollback:
		return true // what was not committed is gone, and nobody has asked to commit
	case at != run.Failed:
		return false // lost before the call: it may have been sent or not
	case !run.executable():
		return true
	}
	return run.answered(kind)
}

// executable tells whether the client may have sent, in the failed call, anything that lets the server execute something.
// What it sends without waiting in between counts as sent.
func (run *Run) executable() bool {
	r, p := run.recorded, run.Point
	round := r.rounds[p.index]
	if p.Where == after {
		round++ // it was answered, and goes on
	}
	for i, m := range r.messages {
		if m.Direction != wire.Upstream || r.calls[i] != run.Failed || r.rounds[i] > round {
			continue
		}
		switch m.Type {
		case "Query", "Execute", "FunctionCall":
			return true
		}
	}
	return false
}

// answered tells whether the client was given the answer that proves what became of the call.
func (run *Run) answered(kind Kind) bool {
	r, p := run.recorded, run.Point
	simple, ready, complete := false, 0, 0
	for i, m := range r.messages {
		if r.calls[i] != run.Failed {
			continue
		}
		given := i < p.index || i == p.index && p.Where == after
		switch {
		case m.Type == "Query":
			simple = true
		case m.Type == "Sync":
			ready--
		case m.Type == "ReadyForQuery" && given:
			ready++
		case m.Type == "CommandComplete" && given:
			complete++
		case m.Type == "ErrorResponse" && kind == Several:
			return false // what came before it may be committed, or not
		}
		if m.Type == "Query" {
			ready--
		}
	}
	// A single statement in the simple protocol is committed before it is said to be complete; in the extended protocol
	// that is so at Sync.
	return ready == 0 || simple && complete > 0 && (kind == Single || kind == Commit)
}

// definite tells whether a claim is one.
func definite(d *pgdiag.Diagnosis) bool { return d != nil && d.Outcome != pgdiag.OutcomeUnknown }
