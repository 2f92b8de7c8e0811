package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FailedTransactionLeftOpen gets a connection back in a failed transaction.
var FailedTransactionLeftOpen = scenario.Scenario{
	ID:    "pool/failed-transaction-left-open",
	Title: "a connection is returned in a failed transaction",
	Why:   "Every statement of the next one would fail with 25P02, for an error that he has not made.",
	Refs: []string{
		"psycopg_pool: INERROR is rolled back",
		"porsager/postgres#272",
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Begin("a"),
		step.Query("a", "SELECT 1 / 0", expect.ErrorInTx("division_by_zero", "22012", "DataError")),
		step.Release("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
