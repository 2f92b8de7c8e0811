package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TerminatedAfterAnswer is the end of a session whose last statement was done.
var TerminatedAfterAnswer = scenario.Scenario{
	ID:    "server/terminated-after-answer",
	Title: "the session is ended by a FATAL after an INSERT was answered and before ReadyForQuery",
	Why: "The error has come for the INSERT, and is not about it: in the simple protocol CommandComplete follows the commit. A " +
		"client that takes every FATAL for a rolled back statement does it twice. In the other protocol the commit comes " +
		"later, and a client can't know.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		"pgjdbc/pgjdbc#2197",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Inject{
			At: wire.Position{Direction: wire.Downstream, Message: "ReadyForQuery"},
			Say: wire.Content{Error: wire.Fields{
				Severity: "FATAL", SQLState: "57P01", Message: "terminating connection due to administrator command",
				File: "postgres.c", Line: "1", Routine: "ProcessInterrupts",
			}},
			Close: true,
		}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", endedAfterAnswer()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "once")},
}
