package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingSequence is a sequence that is not there.
var MissingSequence = scenario.Scenario{
	ID:    "schema/missing-sequence",
	Title: "an id is asked of a sequence that does not exist",
	Why:   "A table was restored without its sequence, or the ORM guesses the sequence's name.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT nextval('item_id_seq')", expect.Programming("undefined_table", "42P01")),
	},
}
