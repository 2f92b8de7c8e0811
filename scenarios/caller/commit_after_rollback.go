package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CommitAfterRollback is a commit that comes too late.
var CommitAfterRollback = scenario.Scenario{
	ID:    "caller/commit-after-rollback",
	Title: "COMMIT of a transaction that was rolled back",
	Why:   "Success here would be the worst of lies.",
	Refs: []string{
		"jackc/pgx: ErrTxClosed",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Rollback("a", expect.OK()),
		step.Commit("a", expect.NoTransaction()),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
