package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// VFieldAtCommit is VFieldAfterInsert at the end of a transaction.
var VFieldAtCommit = scenario.Scenario{
	ID:    "pooler/v-field-at-commit",
	Title: "a pooler that sends the V field loses the server when a COMMIT was carried out",
	Why: "The transaction is committed, and what stands in front of the server can't know. A client that believes an ERROR or " +
		"FATAL at COMMIT to mean that nothing was written runs the whole transaction once more.",
	Refs: []string{
		`PostgreSQL manual, "Error and Notice Message Fields"`,
		"supabase/supavisor#1164",
		"postgresml/pgcat#611",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.InTrans()),
		step.Inject(losesServer(wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"})),
		step.Commit("a", serverLost()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "once")},
}
