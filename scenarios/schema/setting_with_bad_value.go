package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SettingWithBadValue is a setting that was given nonsense.
var SettingWithBadValue = scenario.Scenario{
	ID:    "schema/setting-with-bad-value",
	Title: "SET of a value that the setting does not know",
	Why:   "A duration with a unit that PostgreSQL does not have.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22023 invalid_parameter_value`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET statement_timeout = '5 minutes'", expect.Data("invalid_parameter_value", "22023")),
	},
}
