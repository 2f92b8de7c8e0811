package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LateAnswerOfBatch must not serve the answers of a batch to the next question.
var LateAnswerOfBatch = scenario.Scenario{
	ID:    "stream/late-answer-of-batch",
	Title: "a batch's deadline passes, its answers come late, and another question is asked",
	Why: "Every way to ask has its own way to give up: what one of them forgets on the wire, the next question of another " +
		"kind is answered with.",
	Refs: []string{
		"MagicStack/asyncpg#121",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}, Only: wire.Downstream}),
		step.Expires(step.Room, step.Batch("a", expect.RolledBack(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)), "SELECT 'first'", "SELECT 'second'")),
		step.Heal(),
		step.Query("a", "SELECT 'mine'", expect.GivenBack("mine")),
	},
}
