package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONPathArrayMissing is a JSON path that meets no array.
var JSONPathArrayMissing = scenario.Scenario{
	ID:    "data/json-path-array-missing",
	Title: "a strict JSON path asks for the elements of what is no array",
	Why:   "An API has sent one object where it sends a list.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22039 sql_json_array_not_found`,
		`PostgreSQL manual, "The SQL/JSON Path Language"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT jsonb_path_query($1::text::jsonb, 'strict $[*]')", expect.Data("sql_json_array_not_found", "22039"), "{}"),
	},
}
