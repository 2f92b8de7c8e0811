package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TriesAreBounded counts how often a client connects to a server that takes nobody.
var TriesAreBounded = scenario.Scenario{
	ID:    "connect/tries-are-bounded",
	Title: "the server is starting up, and refuses whoever connects",
	Why: "A thousand clients that try again at once, without a bound and without a pause, keep a server from coming up. A " +
		"call to connect tries a host a few times at most.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P03 cannot_connect_now`,
	},
	Bounds: scenario.Bounds{Connects: 5},
	Steps: []scenario.Step{
		step.Inject(fault.Answer{At: wire.Position{Message: "StartupMessage"}, Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "57P03", Message: "the database system is starting up", File: "postmaster.c", Line: "1", Routine: "ProcessStartupPacket"}}, Close: true, Times: -1}),
		step.ConnectTo("a", notYet()),
		step.Heal(),
		step.ConnectTo("b", expect.OK()),
	},
}
