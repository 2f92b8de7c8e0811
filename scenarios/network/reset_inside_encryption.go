package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResetInsideEncryption loses the reply to an INSERT that was committed, on a connection that is encrypted and bound to the
// server's certificate.
var ResetInsideEncryption = scenario.Scenario{
	ID:    "network/reset-inside-encryption",
	Title: "over TLS an INSERT is committed, and the connection is reset before its reply arrives",
	Why: "In production everything is encrypted, and a layer more stands between the error of the socket and whoever looks " +
		"for it: a client that knows a RST by its type no longer does.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": channel_binding`,
		`PostgreSQL manual, "Message Flow": SSL Session Encryption`,
		"golang/go#11978",
	},
	Given: scenario.Given{SQL: stock.Ledger, Certificate: "trusted", Params: map[string]string{"channel_binding": "require"}},
	Steps: []scenario.Step{
		step.Inject(fault.Certificate{}),
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ($1)", expect.Lost(pgdiag.ConnectionReset), "once"),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "once")},
}
