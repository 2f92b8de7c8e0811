package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ResetOnSecondHost resets a statement on the second host.
var ResetOnSecondHost = scenario.Scenario{
	ID:    "network/reset-on-second-host",
	Title: "the first host refuses, and the connection to the second is reset before an answer",
	Why: "What a client knows of its connections it must know of whichever host they lead to, and a statement may not go " +
		"to the next host unasked.",
	Refs: []string{
		`PostgreSQL manual, libpq "Specifying Multiple Hosts"`,
		"MagicStack/asyncpg#1155",
	},
	Given: scenario.Given{Standby: "second"},
	Steps: []scenario.Step{
		step.Inject(fault.Refuse{}),
		step.ConnectTo("a", expect.OK()),
		step.InjectStandby(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}}),
		step.Query("a", "SELECT pg_is_in_recovery()::text", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionReset))),
		step.Connect("b"),
		step.Query("b", "SELECT pg_is_in_recovery()::text", expect.Rows("true")),
	},
}
