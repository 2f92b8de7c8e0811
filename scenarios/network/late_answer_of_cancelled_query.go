package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LateAnswerOfCancelledQuery lets the answer of a query come when its caller has given up.
var LateAnswerOfCancelledQuery = scenario.Scenario{
	ID:    "network/late-answer-of-cancelled-query",
	Title: "a deadline ends a query, its answer comes late, and a query on a new connection gets its own",
	Why: "The caller has gone on, on another connection, when the answer of before arrives. Nobody may get it, and " +
		"least of all the next query, whose answer looks just the same.",
	Refs: []string{
		"jackc/pgx#506",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}, Only: wire.Downstream}),
		step.Expires(step.Room, step.Query("a", "SELECT 'old'", expect.RolledBack(pgdiag.RetryReconnect, expect.Alone(expect.GivenUp(pgdiag.CallerDeadline))))),
		step.Connect("b"),
		step.Heal(),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
