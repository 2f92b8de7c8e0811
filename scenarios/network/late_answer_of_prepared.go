package network

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
	ID:    "network/late-answer-of-prepared",
	Title: "a prepared statement's deadline passes, its answer comes late, and another one is asked",
	Why: "A handler gives up, and its connection goes on with the answer unread. Who asks next is shown another user's " +
		"rows: a way to ask that forgets what it has left on the wire is enough.",
	Refs: []string{
		"MagicStack/asyncpg#121",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "alice", "SELECT 'alice'", expect.OK()),
		step.Prepare("a", "bob", "SELECT 'bob'", expect.OK()),
		step.Inject(fault.Hold{Only: wire.Downstream}),
		step.Expires(step.Soon, step.Execute("a", "alice", expect.RolledBack(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)))),
		step.Heal(),
		step.Execute("a", "bob", expect.GivenBack("bob")),
		step.Query("a", "SELECT 'plain'", expect.GivenBack("plain")),
	},
}
