package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONPathNotNumeric is a JSON path that meets no number.
var JSONPathNotNumeric = scenario.Scenario{
	ID:    "data/json-path-not-numeric",
	Title: "a JSON path takes a text for a number",
	Why:   "An API has sent a number as a text.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22036 non_numeric_sql_json_item`,
		`PostgreSQL manual, "The SQL/JSON Path Language"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT jsonb_path_query($1::text::jsonb, '$.double()')", expect.Data("non_numeric_sql_json_item", "22036"), "\"a\""),
	},
}
