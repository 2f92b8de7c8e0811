package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MigrationMeetsPrepared alters a table that a session has only prepared a statement for.
var MigrationMeetsPrepared = scenario.Scenario{
	ID:    "schema/migration-meets-prepared",
	Title: "a session prepares a statement and is idle, and a migration alters its table",
	Why: "To prepare a statement takes a lock on its tables until the end of the message. A client that asks for it and " +
		"does not end it (Sync) keeps the lock while it says that it is idle: the migration waits, and all others behind " +
		"it.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Extended Query`,
		`PostgreSQL manual, "Explicit Locking": Table-Level Locks`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "entries", "SELECT entry FROM ledger", expect.OK()),
		step.RigAsync("migration", "ALTER TABLE ledger ADD COLUMN note text", ""),
	},
	Truth: []scenario.Truth{expect.Truth("the column is there", "SELECT count(note) FROM ledger", "0")},
}
