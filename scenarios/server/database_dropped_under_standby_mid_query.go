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

// DatabaseDroppedUnderStandbyMidQuery drops the database on the primary in the middle of a query on its standby.
var DatabaseDroppedUnderStandbyMidQuery = scenario.Scenario{
	ID:    "server/database-dropped-under-standby-mid-query",
	Title: "the database is dropped on the primary in the middle of a query on the standby, then a connect to it",
	Why: "DROP DATABASE asks on the primary whether anybody is connected, and on no standby. Its replay waits for nobody, " +
		"whatever max_standby_streaming_delay says.",
	Refs: []string{
		`PostgreSQL manual, "Handling Query Conflicts"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P04 database_dropped`,
	},
	Given: scenario.Given{Standby: "only", SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "SELECT count(*) FROM ledger, pg_sleep(10)", expect.Retry(pgdiag.RetryNo, expect.Fatal("database_dropped", "57P04", "OperationalError"))))),
		step.OnStandby(step.Until(sleepsOnStandby)),
		step.Inject(fault.DropDatabase{}),
		step.OnStandby(step.Until("SELECT count(*) = 0 FROM pg_database WHERE datname LIKE 'pgfault%'")),
		step.ConnectTo("b", expect.Turned("invalid_catalog_name", "3D000", pgdiag.RetryNo)),
	},
}
