package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SampleOutOfRange is a sample of more than everything.
var SampleOutOfRange = scenario.Scenario{
	ID:    "data/sample-out-of-range",
	Title: "a sample of more than a hundred per cent",
	Why:   "A rate came as a per cent in one place and as a fraction in another.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2202H invalid_tablesample_argument`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT count(*) FROM pg_class TABLESAMPLE bernoulli ($1::text::real)", expect.Data("invalid_tablesample_argument", "2202H"), "200"),
	},
}
