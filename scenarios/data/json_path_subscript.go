package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONPathSubscript is a JSON path past the end.
var JSONPathSubscript = scenario.Scenario{
	ID:    "data/json-path-subscript",
	Title: "a strict JSON path asks for an element past the end",
	Why:   "An API has sent a shorter list.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22033 invalid_sql_json_subscript`,
		`PostgreSQL manual, "The SQL/JSON Path Language"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT jsonb_path_query($1::text::jsonb, 'strict $[5]')", expect.Data("invalid_sql_json_subscript", "22033"), "[1]"),
	},
}
