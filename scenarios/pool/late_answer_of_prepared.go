package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LateAnswerOfPrepared must not serve the answer of a prepared statement to the next one.
var LateAnswerOfPrepared = scenario.Scenario{
	ID:    "pool/late-answer-of-prepared",
	Title: "the next borrower of a connection prepares and executes, when the answer of the one before comes late",
	Why: "A handler gives up, and its connection goes on with the answer unread. Who asks next is shown another user's " +
		"rows: a way to ask that forgets what it has left on the wire is enough.",
	Refs: []string{
		"MagicStack/asyncpg#121",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Prepare("a", "alice", "SELECT 'alice'", expect.OK()),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}, For: 2 * step.Room}),
		step.Expires(step.Room, step.Execute("a", "alice", expect.RolledBack(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)))),
		step.ReleaseBroken("a"),
		step.Acquire("b", expect.OK()),
		step.Prepare("b", "bob", "SELECT 'bob'", expect.OK()),
		step.Execute("b", "bob", expect.Rows("bob")),
		step.Query("b", "SELECT 'plain'", expect.Rows("plain")),
	},
}
