package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// SynchronousWaitTerminated ends the session of a COMMIT that waits for a standby.
var SynchronousWaitTerminated = scenario.Scenario{
	ID:    "commit/synchronous-wait-terminated",
	Title: "COMMIT waits for a synchronous standby and its backend is terminated",
	Why: "The server has committed, says so in a warning, and closes. To the client it looks like a lost connection, and " +
		"to most libraries like a safe retry.",
	Refs: []string{
		`PostgreSQL manual, "Write Ahead Log": synchronous_commit`,
		`jackc/pgx: "conn closed" after a lost answer, from 5.9.0 until 5.13.0`,
		"PostgreSQL source, syncrep.c: SyncRepWaitForLSN",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Setting{Setting: "synchronous_standby_names", Value: "nobody"}),
		step.Async(step.Commit("a", committedLocally())),
		step.Until(waitsForStandby),
		step.Rig("rival", stock.TerminateRunning),
	},
	Truth: []scenario.Truth{
		stock.Holds("the transaction is committed, once", "durable"),
	},
}
