package commit

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

// PrepareTransactionLost loses the answer to a PREPARE TRANSACTION.
var PrepareTransactionLost = scenario.Scenario{
	ID:    "commit/prepare-transaction-lost",
	Title: "the connection is reset before the answer to PREPARE TRANSACTION arrives",
	Why: "The transaction is neither committed nor rolled back: it waits, with its locks, for somebody who knows its " +
		"name. It must be looked for, and not be run again.",
	Refs: []string{
		`PostgreSQL manual, "PREPARE TRANSACTION"`,
		`PostgreSQL manual, "pg_prepared_xacts"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('prepared')", expect.InTrans()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "PREPARE"}}),
		step.Query("a", "PREPARE TRANSACTION 'order 7'", expect.Lost(pgdiag.ConnectionReset)),
		step.Until("SELECT count(*) > 0 FROM pg_prepared_xacts"),
		step.Rig("rival", "COMMIT PREPARED 'order 7'"),
	},
	Truth: []scenario.Truth{
		stock.Holds("it was prepared, and committed by its name", "prepared"),
	},
}
