package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BatchInTransaction is a batch that takes its transaction along.
var BatchInTransaction = scenario.Scenario{
	ID:    "stream/batch-in-transaction",
	Title: "a statement of a batch fails in a transaction",
	Why:   "What was written before the batch is lost with it.",
	Refs: []string{
		`PostgreSQL manual, "Pipelining"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Batch("a", expect.ErrorInTx("not_null_violation", "23502", "IntegrityError"), "INSERT INTO ledger (entry) VALUES ('a')", "INSERT INTO ledger (entry) VALUES (NULL)"),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
