package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MigrationWithoutTransaction is a migration that stops in the middle.
var MigrationWithoutTransaction = scenario.Scenario{
	ID:    "schema/migration-without-transaction",
	Title: "the second step of a migration without a transaction fails",
	Why: "The first step stays. The report of the failure is about the second alone, and the migration can not simply be " +
		"run again.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
		`PostgreSQL manual, "Transactions"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "CREATE TABLE shelf (id int)", expect.OK()),
		step.Query("a", "ALTER TABLE nowhere ADD COLUMN n int", expect.Programming("undefined_table", "42P01")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the first step is there", "SELECT count(*) FROM pg_class WHERE relname = 'shelf'", "1"),
	},
}
