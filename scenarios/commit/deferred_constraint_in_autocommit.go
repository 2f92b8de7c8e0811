package commit

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DeferredConstraintInAutocommit fails a statement of its own at its end.
var DeferredConstraintInAutocommit = scenario.Scenario{
	ID:    "commit/deferred-constraint-in-autocommit",
	Title: "a deferred constraint fails a statement outside of a transaction, after its CommandComplete",
	Why: "With arguments the server says first how many rows there are, and then that there are none: the commit comes " +
		"at Sync. A client that takes the tag for the end reports success.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Extended Query`,
		"sfackler/rust-postgres#833",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY)",
		"CREATE TABLE line (item int REFERENCES item DEFERRABLE INITIALLY DEFERRED)",
		"GRANT ALL ON item, line TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO line (item) VALUES ($1)", expect.Integrity("foreign_key_violation", "23503"), "7"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the line is not there", "SELECT item FROM line"),
	},
}
