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

// CancelDuringCommit is a caller that gives up while COMMIT is under way.
var CancelDuringCommit = scenario.Scenario{
	ID:    "commit/cancel-during-commit",
	Title: "the caller gives up while the answer to COMMIT is on its way",
	Why:   "The user has closed the page. The order is placed all the same, and only who looks knows it.",
	Refs: []string{
		"jackc/pgx#1223",
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Swallow{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"}}),
		step.Async(step.Commit("a", expect.Alone(expect.GivenUp(pgdiag.CallerCancel)))),
		step.Await(),
		step.Cancel("a"),
	},
	Truth: []scenario.Truth{
		stock.Holds("the transaction is committed, once", "durable"),
	},
}
