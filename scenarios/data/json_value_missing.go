package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONValueMissing is a JSON value that must be there and is not.
var JSONValueMissing = scenario.Scenario{
	ID:    "data/json-value-missing",
	Title: "JSON_VALUE finds nothing, and is to fail then",
	Why:   "An API has left out a field that must be there.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22035 no_sql_json_item`,
		`PostgreSQL manual, "SQL/JSON Query Functions"`,
	},
	Given: scenario.Given{MinVersion: 17},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT JSON_VALUE($1::text::jsonb, '$.a' ERROR ON EMPTY ERROR ON ERROR)", expect.Data("no_sql_json_item", "22035"), "{}"),
	},
}
