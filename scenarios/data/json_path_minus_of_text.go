package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONPathMinusOfText is a JSON path that turns a text's sign.
var JSONPathMinusOfText = scenario.Scenario{
	ID:    "data/json-path-minus-of-text",
	Title: "a JSON path takes the negative of a text",
	Why:   "An API sends its amounts as texts, so that no digit is lost.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2203B sql_json_number_not_found`,
		`PostgreSQL manual, "The SQL/JSON Path Language"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT jsonb_path_query($1::text::jsonb, '- $.amount')", expect.Data("sql_json_number_not_found", "2203B"), "{\"amount\": \"5.00\"}"),
	},
}
