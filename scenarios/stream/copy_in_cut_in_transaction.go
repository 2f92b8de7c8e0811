package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyInCutInTransaction is a COPY that is cut, in a transaction.
var CopyInCutInTransaction = scenario.Scenario{
	ID:    "stream/copy-in-cut-in-transaction",
	Title: "the connection is reset in the COPY of a transaction",
	Why:   "The COMMIT was not sent, so nothing stays, whatever became of the COPY.",
	Refs: []string{
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.InTrans(), "a"),
		step.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "COPY"}}),
		step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionReset)), "b"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
