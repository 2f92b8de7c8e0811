package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CommitTwice is a transaction that is over.
var CommitTwice = scenario.Scenario{
	ID:    "caller/commit-twice",
	Title: "COMMIT of a transaction that was committed",
	Why:   "Two layers both end the transaction. The second COMMIT must not be taken for a failure of the first.",
	Refs: []string{
		"psycopg: OutOfOrderTransactionNesting",
		"jackc/pgx: ErrTxClosed",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Commit("a", expect.OK()),
		step.Commit("a", expect.NoTransaction()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the first entry is there, once", "first"),
	},
}
