package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NoticeWhileConnecting says a notice before the server is ready.
var NoticeWhileConnecting = scenario.Scenario{
	ID:    "connect/notice-while-connecting",
	Title: "a notice comes while connecting",
	Why: "The manual allows it at any time, and settings of the role or the database bring it about. Drivers have taken it " +
		"for an unknown answer.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Start-up`,
		"denodrivers/postgres#495",
		"geldata/gel#8202",
	},
	Steps: []scenario.Step{
		step.Inject(fault.Inject{
			At:  wire.Position{Direction: wire.Downstream, Message: "ReadyForQuery"},
			Say: wire.Content{Notice: wire.Fields{Severity: "WARNING", SQLState: "42602", Message: "invalid configuration parameter name", File: "guc.c", Line: "1", Routine: "MarkGUCPrefixReserved"}},
		}),
		step.ConnectTo("a", expect.OK()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
