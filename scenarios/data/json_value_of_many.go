package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONValueOfMany is a JSON value of which there are two.
var JSONValueOfMany = scenario.Scenario{
	ID:    "data/json-value-of-many",
	Title: "JSON_VALUE finds two, and is to fail then",
	Why:   "An API that always sent one address sends two.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22034 more_than_one_sql_json_item`,
		`PostgreSQL manual, "SQL/JSON Query Functions"`,
	},
	Given: scenario.Given{MinVersion: 17},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT JSON_VALUE($1::text::jsonb, '$.tags[*]' ERROR ON ERROR)", expect.Data("more_than_one_sql_json_item", "22034"), "{\"tags\": [\"a\", \"b\"]}"),
	},
}
