package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// badRequest is what an HTTP server makes of a StartupMessage, before it closes the connection.
const badRequest = "HTTP/1.1 400 Bad Request\r\n" +
	"Content-Type: text/plain; charset=utf-8\r\n" +
	"Content-Length: 17\r\n" +
	"Connection: close\r\n" +
	"\r\n" +
	"400 Bad Request\r\n"

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
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream}, Say: wire.Content{Text: badRequest}, Close: true}),
		step.ConnectTo("a", notPostgres()),
		step.Heal(),
		step.Connect("b"),
	},
}
