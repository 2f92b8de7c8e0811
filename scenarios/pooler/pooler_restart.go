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

// PoolerRestart kills the pooler and starts it again.
var PoolerRestart = scenario.Scenario{
	ID:    "pooler/pooler-restart",
	Title: "the pooler is restarted: a query fails on the old connection and works on a new one",
	Why: "A new configuration, a new version. Every client of every service loses its connection at the same moment; who " +
		"connects again goes on.",
	Refs: []string{
		`pgbouncer manual, "Administration Console": SHUTDOWN`,
		"sqlalchemy/sqlalchemy#5387",
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Rig("gate", "SELECT pg_advisory_lock(7)"),
		step.Async(step.Within(5*time.Second, step.Query("a", "SELECT pg_advisory_xact_lock(7)", expect.Lost(pgdiag.ConnectionClosedByPeer)))),
		step.Until(stock.LockWait),
		step.Inject(fault.KillPooler{Restart: true}),
		step.Rig("gate", "SELECT pg_advisory_unlock(7)"),
		step.Connect("b"),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("both rows are there, each once", "after", "before")},
}
