package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ProtocolNegotiated asks for a protocol that the server may not have.
var ProtocolNegotiated = scenario.Scenario{
	ID:    "connect/protocol-negotiated",
	Title: "the client asks for protocol 3.2, which an older server does not have",
	Why: "A server before version 18, or a pooler, answers with NegotiateProtocolVersion. A key for cancelling is longer " +
		"from 3.2 on.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats": NegotiateProtocolVersion`,
		"crate/crate#18333",
		"pgdogdev/pgdog#578",
		"npgsql/npgsql#6159",
	},
	Given: scenario.Given{Params: map[string]string{"max_protocol_version": "3.2"}, Needs: []target.Capability{target.CapCancel}},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.OK()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Async(step.Query("a", "SELECT pg_sleep(5)", scenario.Expect{Condition: []pgdiag.Condition{pgdiag.CallerCancel}})),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
	},
}
