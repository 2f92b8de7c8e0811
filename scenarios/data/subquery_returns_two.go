package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SubqueryReturnsTwo is a subquery of which one row was expected.
var SubqueryReturnsTwo = scenario.Scenario{
	ID:    "data/subquery-returns-two",
	Title: "a subquery in an expression returns two rows",
	Why:   "It returned one row as long as the data had no duplicates. Some libraries take 21000 for a duplicate key.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 21000 cardinality_violation`,
		"Spring: sql-error-codes.xml lists 21000 as a duplicate key",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (name text)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES ('alice'), ('bob')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "UPDATE account SET name = (SELECT name FROM account)", expect.Programming("cardinality_violation", "21000")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the names are what they were", "SELECT name FROM account ORDER BY name", "alice", "bob"),
	},
}
