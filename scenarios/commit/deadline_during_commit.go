package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlineDuringCommit is a caller's deadline while COMMIT is under way.
var DeadlineDuringCommit = scenario.Scenario{
	ID:    "commit/deadline-during-commit",
	Title: "the caller's deadline passes while the answer to COMMIT is on its way",
	Why:   "The answer comes, too late. What the deadline ended is the wait, and not the COMMIT.",
	Refs: []string{
		"jackc/pgx#1223",
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"}, For: 2 * step.Room}),
		step.Expires(step.Room, step.Commit("a", expect.Alone(expect.GivenUp(pgdiag.CallerDeadline)))),
	},
	Truth: []scenario.Truth{
		stock.Holds("the transaction is committed, once", "durable"),
	},
}
