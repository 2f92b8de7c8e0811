package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NoHostIsWritable asks for a server that takes writes and finds a standby alone.
var NoHostIsWritable = scenario.Scenario{
	ID:    "connect/no-host-is-writable",
	Title: "the client wants a server that takes writes and there is only a standby",
	Why: "In the middle of a failover nobody is the primary. It takes a moment; writing to the standby fails for as long " +
		"as one tries.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": target_session_attrs`,
		"gpustack/gpustack#6105",
	},
	Given: scenario.Given{Standby: "only", Params: map[string]string{"target_session_attrs": "read-write"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", mismatch()),
	},
}
