package commit

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DeferredConstraint fails at COMMIT, which is where a deferred constraint is looked at.
var DeferredConstraint = scenario.Scenario{
	ID:    "commit/deferred-constraint",
	Title: "a deferred constraint fails at COMMIT",
	Why: "Every statement had succeeded. COMMIT itself is answered with an error: the transaction is rolled back, the " +
		"connection is fine, and to try again gives the same.",
	Refs: []string{
		`PostgreSQL manual, "SET CONSTRAINTS"`,
		"npgsql/npgsql#1515",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY)",
		"CREATE TABLE line (item int REFERENCES item DEFERRABLE INITIALLY DEFERRED)",
		"GRANT ALL ON item, line TO PUBLIC",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO line (item) VALUES (7)", expect.InTrans()),
		step.Commit("a", expect.Scope(pgdiag.ScopeTransaction, expect.Integrity("foreign_key_violation", "23503"))),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the line is not there", "SELECT item FROM line"),
	},
}
