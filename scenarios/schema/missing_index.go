package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingIndex is an index that is not there.
var MissingIndex = scenario.Scenario{
	ID:    "schema/missing-index",
	Title: "a migration drops an index that does not exist",
	Why:   "A migration runs twice, or on a database that was repaired by hand.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42704 undefined_object`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "DROP INDEX item_name", expect.Programming("undefined_object", "42704")),
	},
}
