package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// SynchronousWaitCanceled cancels the wait of a COMMIT for a standby.
var SynchronousWaitCanceled = scenario.Scenario{
	ID:    "commit/synchronous-wait-canceled",
	Title: "COMMIT waits for a synchronous standby and the wait is cancelled",
	Why: "It is committed here and perhaps nowhere else, and the server says so in a warning: the answer is a success. A " +
		"client that makes an error of it has the transaction run twice.",
	Refs: []string{
		`PostgreSQL manual, "Write Ahead Log": synchronous_commit`,
		"PostgreSQL source, syncrep.c: SyncRepWaitForLSN",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Setting{Setting: "synchronous_standby_names", Value: "nobody"}),
		step.Async(step.Commit("a", expect.OK())),
		step.Until(waitsForStandby),
		step.Rig("rival", stock.CancelRunning),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		stock.Holds("the transaction is committed, once", "durable"),
	},
}
