package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerOfOtherKind asks for a standby and finds a primary.
var ServerOfOtherKind = scenario.Scenario{
	ID:    "connect/server-of-other-kind",
	Title: "the only server is not of the kind that the client asks for",
	Why:   "The list of hosts is wrong, or there was a failover. There is nothing wrong with the server.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": target_session_attrs`,
	},
	Given: scenario.Given{Params: map[string]string{"target_session_attrs": "standby"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", mismatch()),
	},
}
