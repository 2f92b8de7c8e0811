package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DroppedWhileWaiting is a table that is dropped while a statement waits for it.
var DroppedWhileWaiting = scenario.Scenario{
	ID:    "schema/dropped-while-waiting",
	Title: "a table is dropped while a query waits for its lock",
	Why:   "The query waits behind the migration. When the migration commits the wait is over, and so is the table.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
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
		step.Rig("migration", "DROP TABLE item"),
		step.Async(step.Query("a", "SELECT name FROM item", expect.Programming("undefined_table", "42P01"))),
		step.Until(stock.LockWait),
		step.Rig("migration", "COMMIT"),
	},
}
