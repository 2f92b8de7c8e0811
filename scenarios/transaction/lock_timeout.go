package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LockTimeout is a lock that was waited for in vain.
var LockTimeout = scenario.Scenario{
	ID:    "transaction/lock-timeout",
	Title: "lock_timeout ends the wait for a row in a transaction",
	Why:   "NOWAIT and lock_timeout have one code. Here somebody did wait, and the transaction is lost with the statement.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "Client Connection Defaults": lock_timeout`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rival", "BEGIN"),
		step.Rig("rival", "SELECT * FROM account WHERE id = 1 FOR UPDATE"),
		step.Begin("a"),
		step.Query("a", "SET LOCAL lock_timeout = '20ms'", expect.InTrans()),
		step.Query("a", "UPDATE account SET balance = 0 WHERE id = 1", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("lock_timeout", "55P03", "OperationalError"))),
		step.Rollback("a", expect.OK()),
		step.Rig("rival", "COMMIT"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
