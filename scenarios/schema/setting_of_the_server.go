package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SettingOfTheServer is a setting that no session may change.
var SettingOfTheServer = scenario.Scenario{
	ID:    "schema/setting-of-the-server",
	Title: "SET of what only the server's start decides",
	Why:   "A tuning guide, pasted into the program.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P02 cant_change_runtime_param`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET max_connections = 500", expect.Error("cant_change_runtime_param", "55P02", "OperationalError")),
	},
}
