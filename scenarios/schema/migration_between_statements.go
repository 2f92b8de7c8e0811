package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MigrationBetweenStatements alters a table between two statements of a session.
var MigrationBetweenStatements = scenario.Scenario{
	ID:    "schema/migration-between-statements",
	Title: "a migration alters a table between two statements of a session that is in no transaction",
	Why: "A client that begins a transaction unasked, or leaves a result open, keeps the lock of the last statement: the " +
		"migration waits for it, and everybody else for the migration.",
	Refs: []string{
		`PostgreSQL manual, "Explicit Locking": Table-Level Locks`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT count(*) FROM ledger", expect.Rows("0")),
		step.Rig("migration", "ALTER TABLE ledger ADD COLUMN note text"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the entry is there", "after")},
}
