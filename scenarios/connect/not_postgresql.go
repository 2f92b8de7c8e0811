package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NotPostgresql is answered by a server of another kind.
var NotPostgresql = scenario.Scenario{
	ID:    "connect/not-postgresql",
	Title: "an HTTP server answers where PostgreSQL should be",
	Why: "A port was mistyped, a proxy is in the way. What answers is alive and will never be a database: the message " +
		"has to say so, and not that it is a matter of time.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Start-up`,
	},
	Steps: []scenario.Step{
		step.Inject(fault.Replace{At: wire.Position{Direction: wire.Downstream, Message: "AuthenticationSASL"}, Say: wire.Content{Hex: "485454502f312e31203430302042616420526571756573740d0a0d0a"}}),
		step.ConnectTo("a", notPostgres()),
		step.Heal(),
		step.Connect("b"),
	},
}
