package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONPathNotObject is a JSON path that wants the members of a list.
var JSONPathNotObject = scenario.Scenario{
	ID:    "data/json-path-not-object",
	Title: "a strict JSON path asks for the members of a list",
	Why:   "An API sends a list where there was an object with one member for each entry.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2203C sql_json_object_not_found`,
		`PostgreSQL manual, "The SQL/JSON Path Language"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT jsonb_path_query($1::text::jsonb, 'strict $.*')", expect.Data("sql_json_object_not_found", "2203C"), "[1]"),
	},
}
