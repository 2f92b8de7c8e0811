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

// ResetBeforeReadyExtended ends the connection between the answer of a statement with arguments and the
// ReadyForQuery.
var ResetBeforeReadyExtended = scenario.Scenario{
	ID:    "network/reset-before-ready-extended",
	Title: "an INSERT with arguments is answered and the connection is reset before ReadyForQuery",
	Why: "In the extended protocol an autocommit statement is committed at Sync, after its CommandComplete: a deferred " +
		"constraint may still fail it. A driver that has the tag in its hands, and a dead connection, must not take the " +
		"one for a proof.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Extended Query, where Sync closes a transaction that no BEGIN has opened`,
		"sfackler/rust-postgres#833",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT", Offset: wire.Whole}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ($1)", expect.Lost(pgdiag.ConnectionReset), "once"),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
