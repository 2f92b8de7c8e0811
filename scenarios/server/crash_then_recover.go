package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CrashThenRecover is a server that recovers from a crash, and a program that should.
var CrashThenRecover = scenario.Scenario{
	ID:    "server/crash-then-recover",
	Title: "another process of the server crashes; when it has recovered, an INSERT is run on a new connection",
	Why: "What was committed before the crash is there, the old connection is not, and a new one works. A program that is " +
		"up again only after somebody restarts it has made an outage of a second one of hours.",
	Refs: []string{
		`PostgreSQL manual, "Error Handling": restart_after_crash`,
		"celery/celery#621",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Async(step.Within(5*time.Second, step.Query("a", "SELECT pg_sleep(10)", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer))))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Crash{}),
		step.Heal(),
		step.Connect("b"),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('then')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("both rows are there, each once", "before", "then")},
}
