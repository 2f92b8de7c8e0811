package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// StalePlan is a prepared statement whose result has changed.
var StalePlan = scenario.Scenario{
	ID:    "schema/stale-plan",
	Title: "a column is added under a prepared SELECT *",
	Why: "Every connection that has prepared the statement fails after the migration, and only these. Prepared again it " +
		"works. Pools that keep the plan fail for ever; pools that close the connection for any 0A000 close too many.",
	Refs: []string{
		`PostgreSQL manual, "PREPARE"`,
		"jackc/pgx#841",
		"jackc/pgx#927",
		"launchbadge/sqlx#4412",
		"brettwooldridge/HikariCP#1003",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT * FROM item", expect.OK()),
		step.Execute("a", "p", expect.Rows("1|lamp")),
		step.Rig("migration", "ALTER TABLE item ADD COLUMN price int"),
		step.Execute("a", "p", expect.Retry(pgdiag.RetryStatement, expect.Error("stale_plan", "0A000", "NotSupportedError"))),
		step.Prepare("a", "p2", "SELECT * FROM item", expect.OK()),
		step.Execute("a", "p2", expect.Rows(`1|lamp|\N`)),
	},
}
