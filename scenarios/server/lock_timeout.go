package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// LockTimeout is a row that another session has, outside a transaction.
var LockTimeout = scenario.Scenario{
	ID:    "server/lock-timeout",
	Title: "lock_timeout ends the wait of an UPDATE for a row",
	Why: "Somebody else has the row for longer than we want to wait. The connection is as good as before, and the " +
		"statement can be tried again on it, now.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "Client Connection Defaults": lock_timeout`,
		"brettwooldridge/HikariCP#661",
	},
	Given: scenario.Given{SQL: append(stock.Ledger[:2:2], "INSERT INTO ledger (entry) VALUES ('contended')")},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET lock_timeout = '30ms'", expect.OK()),
		step.Rig("rival", "BEGIN"),
		step.Rig("rival", "SELECT * FROM ledger FOR UPDATE"),
		step.Query("a", "UPDATE ledger SET entry = 'taken'", expect.Retry(pgdiag.RetryStatement, expect.Error("lock_timeout", "55P03", "OperationalError"))),
		step.Rig("rival", "COMMIT"),
		step.Query("a", "UPDATE ledger SET entry = 'taken'", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the second try has done it", "taken")},
}
