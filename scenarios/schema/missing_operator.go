package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingOperator is an operator that is not there.
var MissingOperator = scenario.Scenario{
	ID:    "schema/missing-operator",
	Title: "a SELECT compares what can not be compared",
	Why:   "text = integer: it worked with another database, and with literals.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42883 undefined_function`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1 FROM item WHERE name = id", expect.Programming("undefined_function", "42883")),
	},
}
