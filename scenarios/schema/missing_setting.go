package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingSetting is a setting that is not there.
var MissingSetting = scenario.Scenario{
	ID:    "schema/missing-setting",
	Title: "SHOW names a setting that does not exist",
	Why:   "A setting of a newer version, or of an extension that is not loaded.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42704 undefined_object`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SHOW nothing_like_it", expect.Programming("undefined_object", "42704")),
	},
}
