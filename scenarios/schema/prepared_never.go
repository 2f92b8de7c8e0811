package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PreparedNever is a prepared statement that never was.
var PreparedNever = scenario.Scenario{
	ID:    "schema/prepared-never",
	Title: "a statement is executed that was never prepared",
	Why:   "By way of a transaction pooler, EXECUTE has met another server connection than PREPARE.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 26000 invalid_sql_statement_name`,
		"jackc/pgx#1561",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "EXECUTE nowhere", expect.Retry(pgdiag.RetryStatement, expect.Error("invalid_sql_statement_name", "26000", "OperationalError"))),
	},
}
