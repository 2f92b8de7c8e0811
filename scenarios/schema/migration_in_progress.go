package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MigrationInProgress is a migration that is not committed yet.
var MigrationInProgress = scenario.Scenario{
	ID:    "schema/migration-in-progress",
	Title: "a query meets a migration that is not committed, and then is",
	Why: "The query waits, and then sees the new column. Nothing fails; who gave up too early has only made the queue " +
		"longer.",
	Refs: []string{
		`PostgreSQL manual, "Explicit Locking"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("migration", "BEGIN"),
		step.Rig("migration", "ALTER TABLE item ADD COLUMN price int DEFAULT 5"),
		step.Async(step.Query("a", "SELECT * FROM item", expect.Rows("1|lamp|5"))),
		step.Until(stock.LockWait),
		step.Rig("migration", "COMMIT"),
	},
}
