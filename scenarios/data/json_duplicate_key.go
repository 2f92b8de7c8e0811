package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONDuplicateKey is an object with a key twice.
var JSONDuplicateKey = scenario.Scenario{
	ID:    "data/json-duplicate-key",
	Title: "a JSON object is built with a key twice",
	Why:   "Two columns of a report have the same heading.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22030 duplicate_json_object_key_value`,
		`PostgreSQL manual, "Creating JSON Data"`,
	},
	Given: scenario.Given{MinVersion: 16},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT json_object($1::text : 1, 'a' : 2 WITH UNIQUE KEYS)", expect.Data("duplicate_json_object_key_value", "22030"), "a"),
	},
}
