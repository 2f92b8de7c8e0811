package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MigrationLockTimeout is a migration behind a long query.
var MigrationLockTimeout = scenario.Scenario{
	ID:    "schema/migration-lock-timeout",
	Title: "a migration waits for a reader, and lock_timeout ends it",
	Why: "A report has been reading for an hour. Without lock_timeout the migration waits, and everybody else waits for " +
		"the migration.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "Client Connection Defaults": lock_timeout`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		stock.Owned("item"),
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET lock_timeout = '30ms'", expect.OK()),
		step.Rig("report", "BEGIN"),
		step.Rig("report", "SELECT * FROM item"),
		step.Query("a", "ALTER TABLE item ADD COLUMN price int", expect.Retry(pgdiag.RetryStatement, expect.Error("lock_timeout", "55P03", "OperationalError"))),
		step.Rig("report", "COMMIT"),
	},
	Truth: []scenario.Truth{
		expect.Truth("there is no new column", "SELECT * FROM item", "1|lamp"),
	},
}
