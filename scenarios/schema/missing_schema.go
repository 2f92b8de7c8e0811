package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingSchema is a schema that is not there.
var MissingSchema = scenario.Scenario{
	ID:    "schema/missing-schema",
	Title: "a table is created in a schema that does not exist",
	Why:   "The schema of a new tenant has not been made.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 3F000 invalid_schema_name`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "CREATE TABLE tenant_7.item (id int)", expect.Programming("invalid_schema_name", "3F000")),
	},
}
