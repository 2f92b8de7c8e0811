package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SilenceUpstreamOnly lets nothing reach the server, which waits and says nothing.
var SilenceUpstreamOnly = scenario.Scenario{
	ID:    "network/silence-upstream-only",
	Title: "what the client sends does not arrive, and the connection stays open",
	Why:   "Only the way there is broken. Server and client wait for each other, and both are right.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": keepalives, tcp_user_timeout`,
		"pgjdbc/pgjdbc#1508",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1", expect.OK()),
		step.Inject(fault.Hold{Only: wire.Upstream}),
		step.Expires(step.Soon, step.Query("a", "SELECT 1", expect.RolledBack(pgdiag.RetryReconnect, expect.Silent()))),
	},
}
