package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// StandbyIsSkipped finds the server that takes writes behind one that does not.
var StandbyIsSkipped = scenario.Scenario{
	ID:    "connect/standby-is-skipped",
	Title: "the first host is a standby, and the second takes writes",
	Why:   "The list of hosts is made for this. A client that stays with the first that answers can not write.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": target_session_attrs`,
	},
	Given: scenario.Given{Standby: "first", Params: map[string]string{"target_session_attrs": "read-write"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.OK()),
		step.Query("a", "SELECT pg_is_in_recovery()::text", expect.Rows("false")),
	},
}
