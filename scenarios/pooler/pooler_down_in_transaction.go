package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// PoolerDownInTransaction kills the pooler while a transaction is open.
var PoolerDownInTransaction = scenario.Scenario{
	ID:    "pooler/pooler-down-in-transaction",
	Title: "the pooler is killed in the middle of a statement of a transaction",
	Why:   "The server sees its client go and rolls back: COMMIT was never sent.",
	Refs: []string{
		`pgbouncer manual, "Description"`,
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Rig("gate", "SELECT pg_advisory_lock(7)"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_advisory_xact_lock(7)", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer))))),
		step.Until(stock.LockWait),
		step.Inject(fault.KillPooler{}),
		step.Rig("gate", "SELECT pg_advisory_unlock(7)"),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
