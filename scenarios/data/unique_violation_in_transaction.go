package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UniqueViolationInTransaction is the constraint error that fails a whole transaction.
var UniqueViolationInTransaction = scenario.Scenario{
	ID:    "data/unique-violation-in-transaction",
	Title: "an INSERT in a transaction meets a key that is there already",
	Why: "The insert-or-ignore idiom of other databases: catch the duplicate and go on. Here the transaction has failed " +
		"with it, and what it wrote before is lost unless a savepoint was set.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23505 unique_violation`,
		`PostgreSQL manual, "SAVEPOINT"`,
		"porsager/postgres#272",
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
		step.Query("a", "INSERT INTO account VALUES ('alice')", expect.ErrorInTx("unique_violation", "23505", "IntegrityError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("alice alone is there", "SELECT name FROM account", "alice"),
	},
}
