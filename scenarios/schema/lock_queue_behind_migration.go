package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// LockQueueBehindMigration is a reader that waits for one that waits.
var LockQueueBehindMigration = scenario.Scenario{
	ID:    "schema/lock-queue-behind-migration",
	Title: "a query waits behind a migration that itself waits for a reader",
	Why: "Nobody holds a lock that a SELECT conflicts with, and yet it waits: the migration is before it in the queue. So " +
		"a table stands still though all that anybody does is read.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "Explicit Locking"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET lock_timeout = '30ms'", expect.OK()),
		step.Rig("report", "BEGIN"),
		step.Rig("report", "SELECT * FROM item"),
		step.RigAsync("migration", "ALTER TABLE item ADD COLUMN price int", stock.LockWait),
		step.Query("a", "SELECT name FROM item", expect.Retry(pgdiag.RetryStatement, expect.Error("lock_timeout", "55P03", "OperationalError"))),
		step.Rig("report", "COMMIT"),
	},
}
