package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FailedThenNew is a new transaction after one that failed.
var FailedThenNew = scenario.Scenario{
	ID:    "transaction/failed-then-new",
	Title: "the first error of an old transaction is not kept for a new one",
	Why: "A library that keeps the first error must let go of it with its transaction: the next failure has a cause of its " +
		"own.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P02 in_failed_sql_transaction`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SELECT 1 / 0", expect.ErrorInTx("division_by_zero", "22012", "DataError")),
		step.Rollback("a", expect.OK()),
		step.Begin("a"),
		step.Query("a", "SELECT * FROM nowhere", expect.ErrorInTx("undefined_table", "42P01", "ProgrammingError")),
		step.Query("a", "SELECT 1", expect.First("42P01", expect.Retry(pgdiag.RetryNo, expect.ErrorInTx("in_failed_sql_transaction", "25P02", "InternalError")))),
		step.Rollback("a", expect.OK()),
	},
}
