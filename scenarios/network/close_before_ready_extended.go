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

// CloseBeforeReadyExtended ends the connection between the answer of a statement with arguments and the
// ReadyForQuery.
var CloseBeforeReadyExtended = scenario.Scenario{
	ID:    "network/close-before-ready-extended",
	Title: "an INSERT with arguments is answered and the connection is closed before ReadyForQuery",
	Why: "In the extended protocol an autocommit statement is committed at Sync, after its CommandComplete: a deferred " +
		"constraint may still fail it. The tag looks like a proof and is none.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Extended Query, where Sync closes a transaction that no BEGIN has opened`,
		"sfackler/rust-postgres#833",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT", Offset: wire.Whole}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ($1)", expect.Lost(pgdiag.ConnectionClosedByPeer), "once"),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
