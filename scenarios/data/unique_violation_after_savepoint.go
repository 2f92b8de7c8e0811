package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UniqueViolationAfterSavepoint is the right way to go on after a constraint error.
var UniqueViolationAfterSavepoint = scenario.Scenario{
	ID:    "data/unique-violation-after-savepoint",
	Title: "a savepoint makes good a duplicate key in a transaction",
	Why: "An import that skips duplicates sets a savepoint before each row. The error must leave the transaction usable " +
		"once it was rolled back to the savepoint, and COMMIT must keep the other rows.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23505 unique_violation`,
		`PostgreSQL manual, "ROLLBACK TO SAVEPOINT"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (name text PRIMARY KEY)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES ('alice')",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO account VALUES ('bob')", expect.InTrans()),
		step.Query("a", "SAVEPOINT row", expect.InTrans()),
		step.Query("a", "INSERT INTO account VALUES ('alice')", expect.ErrorInTx("unique_violation", "23505", "IntegrityError")),
		step.Query("a", "ROLLBACK TO SAVEPOINT row", expect.InTrans()),
		step.Commit("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("alice is there once, and bob", "SELECT name FROM account ORDER BY name", "alice", "bob"),
	},
}
