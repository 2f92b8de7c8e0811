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

// PoolerDownMidQuery kills the pooler while the server works on an INSERT.
var PoolerDownMidQuery = scenario.Scenario{
	ID:    "pooler/pooler-down-mid-query",
	Title: "the pooler is killed in the middle of an INSERT",
	Why: "The server is in good health and goes on: it finds only later that nobody listens, and may have committed. To " +
		"the client it is a connection that ended without a word.",
	Refs: []string{
		`pgbouncer manual, "Description"`,
		"rails/rails#48093",
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("gate", "SELECT pg_advisory_lock(7)"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'perhaps' FROM pg_advisory_xact_lock(7)", expect.Lost(pgdiag.ConnectionClosedByPeer)))),
		step.Until(stock.LockWait),
		step.Inject(fault.KillPooler{}),
		step.Rig("gate", "SELECT pg_advisory_unlock(7)"),
	},
	Truth: []scenario.Truth{expect.Truth("the row is there at most once", "SELECT count(*) <= 1 FROM ledger", "t")},
}
