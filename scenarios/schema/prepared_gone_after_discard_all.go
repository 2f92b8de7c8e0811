package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PreparedGoneAfterDiscardAll is a prepared statement that the server has forgotten.
var PreparedGoneAfterDiscardAll = scenario.Scenario{
	ID:    "schema/prepared-gone-after-discard-all",
	Title: "a prepared statement is used after DISCARD ALL",
	Why: "A pooler or a framework cleans the session up behind the driver. The driver believes that its statements are " +
		"there; prepared again they are.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 26000 invalid_sql_statement_name`,
		`PostgreSQL manual, "DISCARD"`,
		"jackc/pgx#1590",
		"MagicStack/asyncpg#121",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT name FROM item", expect.OK()),
		step.Query("a", "DISCARD ALL", expect.OK()),
		step.Execute("a", "p", expect.Retry(pgdiag.RetryStatement, expect.Error("invalid_sql_statement_name", "26000", "OperationalError"))),
		step.Prepare("a", "p2", "SELECT name FROM item", expect.OK()),
		step.Execute("a", "p2", expect.Rows("lamp")),
	},
}
