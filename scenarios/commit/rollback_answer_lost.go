package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RollbackAnswerLost loses the answer to a ROLLBACK.
var RollbackAnswerLost = scenario.Scenario{
	ID:    "commit/rollback-answer-lost",
	Title: "the connection is reset before the answer to ROLLBACK arrives",
	Why:   "Whether the ROLLBACK came or not: what is lost is rolled back. There is nothing to verify.",
	Refs: []string{
		`PostgreSQL manual, "ROLLBACK"`,
		"jackc/pgx#2557",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('undone')", expect.InTrans()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "ROLLBACK"}}),
		step.Rollback("a", rollbackLost()),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
