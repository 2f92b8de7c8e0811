package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SampleRepeatableNull is a sample whose seed is not there.
var SampleRepeatableNull = scenario.Scenario{
	ID:    "data/sample-repeatable-null",
	Title: "a sample that is to be repeatable has NULL for a seed",
	Why:   "The seed comes from a job's settings, where nobody has set it.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2202G invalid_tablesample_repeat`,
		`PostgreSQL manual, "SELECT": TABLESAMPLE`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT count(*) FROM pg_class TABLESAMPLE bernoulli (10) REPEATABLE ($1::text::float8)", expect.Data("invalid_tablesample_repeat", "2202G"), scenario.Null),
	},
}
