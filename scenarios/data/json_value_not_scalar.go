package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONValueNotScalar is a JSON value that is more than one.
var JSONValueNotScalar = scenario.Scenario{
	ID:    "data/json-value-not-scalar",
	Title: "JSON_VALUE finds an object, and is to fail then",
	Why:   "What was a price is an object now, with an amount and a currency in it.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2203F sql_json_scalar_required`,
		`PostgreSQL manual, "SQL/JSON Query Functions"`,
	},
	Given: scenario.Given{MinVersion: 17},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT JSON_VALUE($1::text::jsonb, '$.price' ERROR ON ERROR)", expect.Data("sql_json_scalar_required", "2203F"), "{\"price\": {\"amount\": 1}}"),
	},
}
