package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// LockTimeoutOfTable is a table that another session reads.
var LockTimeoutOfTable = scenario.Scenario{
	ID:    "server/lock-timeout-of-table",
	Title: "lock_timeout ends the wait of a TRUNCATE for a table that is read",
	Why:   "A nightly job meets a long report. It has done nothing, and can be tried again as it is.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "Explicit Locking"`,
	},
	Given: scenario.Given{SQL: append(stock.Ledger[:2:2],
		"INSERT INTO ledger (entry) VALUES ('read')",
	)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET lock_timeout = '30ms'", expect.OK()),
		step.Rig("report", "BEGIN"),
		step.Rig("report", "SELECT * FROM ledger"),
		step.Query("a", "TRUNCATE ledger", expect.Retry(pgdiag.RetryStatement, expect.Error("lock_timeout", "55P03", "OperationalError"))),
		step.Rig("report", "COMMIT"),
	},
	Truth: []scenario.Truth{stock.Holds("the row is still there", "read")},
}
