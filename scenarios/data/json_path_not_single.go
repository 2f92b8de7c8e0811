package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONPathNotSingle is a JSON path that adds to a list.
var JSONPathNotSingle = scenario.Scenario{
	ID:    "data/json-path-not-single",
	Title: "a JSON path adds a number to a list",
	Why:   "What was a price is a list of prices now.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22038 singleton_sql_json_item_required`,
		`PostgreSQL manual, "The SQL/JSON Path Language"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT jsonb_path_query($1::text::jsonb, '$.price + 1')", expect.Data("singleton_sql_json_item_required", "22038"), "{\"price\": [1, 2]}"),
	},
}
