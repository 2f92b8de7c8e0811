package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// StalePlanAfterTypeChange is a prepared statement whose column has another type.
var StalePlanAfterTypeChange = scenario.Scenario{
	ID:    "schema/stale-plan-after-type-change",
	Title: "a column gets another type under a prepared SELECT",
	Why:   "The columns are named one by one, which protects from new columns and not from new types: int has become bigint.",
	Refs: []string{
		`PostgreSQL manual, "PREPARE"`,
		"jackc/pgx#927",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT id FROM item", expect.OK()),
		step.Rig("migration", "ALTER TABLE item ALTER COLUMN id TYPE bigint"),
		step.Execute("a", "p", expect.Retry(pgdiag.RetryStatement, expect.Error("stale_plan", "0A000", "NotSupportedError"))),
		step.Prepare("a", "p2", "SELECT id FROM item", expect.OK()),
		step.Execute("a", "p2", expect.Rows("1")),
	},
}
