package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PreparedStatementGone asks one server connection for what was prepared on another.
var PreparedStatementGone = scenario.Scenario{
	ID:    "pooler/prepared-statement-gone",
	Title: "transaction pooling: a prepared statement is not there on the next server connection",
	Why: "It works on a developer's machine, with one connection, and under load one statement in some fails. The " +
		"connection is good; to prepare again is right, and not to rely on it is better.",
	Refs: []string{
		`pgbouncer manual, "Configuration": pool_mode, max_prepared_statements (which the rig sets to 0)`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 26000 invalid_sql_statement_name`,
		"jackc/pgx#1590",
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.Prepare("a", "one", "SELECT 1", expect.OK()),
		step.Begin("b"),
		step.Query("b", "SELECT 1", expect.In(expect.Rows("1"))),
		step.Execute("a", "one", expect.Retry(pgdiag.RetryStatement, expect.Error("invalid_sql_statement_name", "26000", "OperationalError"))),
		step.Rollback("b", expect.OK()),
	},
}
