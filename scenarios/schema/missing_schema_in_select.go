package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingSchemaInSelect is a schema that is not there, when reading.
var MissingSchemaInSelect = scenario.Scenario{
	ID:    "schema/missing-schema-in-select",
	Title: "a SELECT names a schema that does not exist",
	Why:   "Reading from a schema that is not there is an undefined table, not an undefined schema.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT * FROM tenant_7.item", expect.Programming("undefined_table", "42P01")),
	},
}
