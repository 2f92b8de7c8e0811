package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerCrashedDuringCommit crashes the server behind the pooler while it commits.
var ServerCrashedDuringCommit = scenario.Scenario{
	ID:    "pooler/server-crashed-during-commit",
	Title: "the server behind the pooler crashes in the middle of a COMMIT",
	Why: "An answer comes, and it is not the server's: the pooler says that the connection crashed, and knows as little as " +
		"the client what became of the transaction. Who takes an error for a rollback orders twice the next time.",
	Refs: []string{
		"brianc/node-postgres#2005",
		"oss-tsukuba/gfarm#281",
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
	},
	Given: slowToCommit(),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Async(step.Within(5*time.Second, step.Commit("a", says()))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Crash{}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
