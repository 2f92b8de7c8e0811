package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// Killed runs an INSERT when an administrator ends all connections of its database.
var Killed = scenario.Scenario{
	ID:    "pooler/killed",
	Title: "an administrator ends all connections of the database at the pooler, in the middle of an INSERT",
	Why: "It is the pooler that ends both connections, the client's and the server's; the server goes on with what it has " +
		"begun, and may commit it when nobody listens any more.",
	Refs: []string{
		`pgbouncer manual, "Administration Console": KILL`,
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("gate", "SELECT pg_advisory_lock(7)"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'perhaps' FROM pg_advisory_xact_lock(7)", says()))),
		step.Until(stock.LockWait),
		step.Inject(fault.PoolerOrder{Order: "kill"}),
		step.Rig("gate", "SELECT pg_advisory_unlock(7)"),
	},
	Truth: []scenario.Truth{expect.Truth("the row is there at most once", "SELECT count(*) <= 1 FROM ledger", "t")},
}
