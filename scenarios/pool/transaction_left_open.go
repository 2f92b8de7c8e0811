package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TransactionLeftOpen gets a connection back in the middle of a transaction.
var TransactionLeftOpen = scenario.Scenario{
	ID:    "pool/transaction-left-open",
	Title: "a connection is returned in the middle of a transaction",
	Why:   "Whoever gets it next works in a stranger's transaction, and commits it. It must be rolled back, or closed.",
	Refs: []string{
		"psycopg_pool: INTRANS is rolled back",
		"pgxpool: Release destroys what is in a transaction",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('strange')", expect.InTrans()),
		step.Release("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT count(*) FROM ledger", expect.Rows("0")),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('own')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("only what was committed is there", "own"),
	},
}
