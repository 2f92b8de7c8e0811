package engine

import (
	"slices"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// tooManyConnections is the code by which a server refuses a session for which it has no place.
const tooManyConnections = "53300"

// noPlace is why nothing is decided then.
const noPlace = "the server had no place left for a session (" + tooManyConnections + ")"

// DoubtFull takes a result back where the server had no place for a session of the target's, as the recording of its conversation
// shows: others have taken it.
func DoubtFull(r verdict.Result, recording []wire.Message) verdict.Result {
	for _, m := range recording {
		if m.SQLState == tooManyConnections && m.Type == "ErrorResponse" {
			return verdict.Undecided(r, noPlace)
		}
	}
	return r
}

// doubtFull does that where the server is shared, and its places are not what the scenario is about; also where a session
// of ours had no place.
func (r *run) doubtFull(result verdict.Result) verdict.Result {
	sc := r.c.Scenario
	if ownServer(sc) || sc.Given.Pooler != "" || aboutPlaces(sc) {
		return result
	}
	if r.full {
		return verdict.Undecided(result, noPlace)
	}
	return DoubtFull(result, r.recording)
}

// aboutPlaces tells whether a scenario is about a server that has no place left.
func aboutPlaces(sc scenario.Scenario) bool {
	about := func(e scenario.Expect) bool {
		return slices.Contains(e.SQLState, tooManyConnections) || slices.Contains(e.Condition, pgdiag.Condition("too_many_connections"))
	}
	return slices.ContainsFunc(sc.Steps, func(step scenario.Step) bool {
		if _, fills := step.Inject.(fault.FillConnections); fills {
			return true
		}
		return step.Do != nil && (about(step.Do.Expect) || slices.ContainsFunc(step.Do.Expect.Or, about))
	})
}
