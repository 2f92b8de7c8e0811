package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StandbyPromoted makes a primary of the standby under a session.
var StandbyPromoted = scenario.Scenario{
	ID:    "server/standby-promoted",
	Title: "the standby is promoted, and the session that could only read can write",
	Why: "After a failover the sessions on the new primary are the good ones. A client that has marked them as read only " +
		"for ever keeps the service from coming back.",
	Refs: []string{
		`PostgreSQL manual, "Failover"`,
		`PostgreSQL manual, "System Administration Functions": pg_promote`,
	},
	Given: scenario.Given{Standby: "only", SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('refused')", expect.Retry(pgdiag.RetryReconnect, expect.Error("read_only_sql_transaction", "25006", "InternalError"))),
		step.Inject(fault.Promote{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('on the new primary')", expect.OK()),
		step.Query("a", "SELECT entry FROM ledger", expect.Rows("on the new primary")),
	},
	Truth: []scenario.Truth{stock.Holds("the former primary has nothing of it")},
}
