package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ErrorAfterFatal says an error of another after the FATAL that explains it.
var ErrorAfterFatal = scenario.Scenario{
	ID:    "network/error-after-fatal",
	Title: "a FATAL of the server is followed by an error of the pooler, and then the connection ends",
	Why: "The first says why; the second is of whoever stands in between. The client must end, and the first is what " +
		"happened.",
	Refs: []string{
		"yandex/odyssey#514",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Inject{
			At:  wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"},
			Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "57P01", Message: "terminating connection due to administrator command", File: "postgres.c", Line: "1", Routine: "ProcessInterrupts"}},
		}),
		step.Inject(fault.Inject{
			At:  wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"},
			Say: wire.Content{Error: wire.Fields{Severity: "ERROR", SQLState: "08006", Message: "remote server read/write error", Omit: "V"}}, Close: true,
		}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", scenario.Expect{Fails: true, SQLState: []string{"57P01", "08006"}, Status: []pgdiag.Status{pgdiag.StatusFaulty}, Tx: []pgdiag.TxStatus{pgdiag.TxUnknown}}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "once")},
}
