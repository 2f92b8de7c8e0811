package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PrepareHalfDone lets a statement be prepared and not described.
var PrepareHalfDone = scenario.Scenario{
	ID:    "network/prepare-half-done",
	Title: "a statement_timeout strikes when a statement is prepared on the server, and not yet described",
	Why:   "The server has the name, and the client does not know it: each further use then fails, since the name is taken.",
	Refs: []string{
		"jackc/pgx#2223",
		"jackc/pgx#1847",
		"jackc/pgx#1795",
		"php/php-src#21870",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Replace{
			At:  wire.Position{Direction: wire.Downstream, Message: "ParameterDescription"},
			Say: wire.Content{Error: wire.Fields{Severity: "ERROR", SQLState: "57014", Message: "canceling statement due to statement timeout", File: "postgres.c", Line: "1", Routine: "ProcessInterrupts"}},
		}),
		step.Query("a", "SELECT $1::text", scenario.Expect{SQLState: []string{"57014"}, Status: []pgdiag.Status{pgdiag.StatusOpen}, Tx: []pgdiag.TxStatus{pgdiag.TxIdle}}, "7"),
		step.Query("a", "SELECT $1::text", expect.Rows("7"), "7"),
	},
}
