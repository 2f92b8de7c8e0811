package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NowaitInTransaction is a lock that is not waited for, in a transaction.
var NowaitInTransaction = scenario.Scenario{
	ID:    "transaction/nowait-in-transaction",
	Title: "LOCK TABLE NOWAIT in a transaction meets a lock",
	Why:   "The same code, and another advice: the transaction has failed, so the statement alone can not be tried again.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "LOCK"`,
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
		step.Query("a", "UPDATE account SET balance = 0 WHERE id = 2", expect.InTrans()),
		step.Query("a", "LOCK TABLE account NOWAIT", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("lock_not_available", "55P03", "OperationalError"))),
		step.Rollback("a", expect.OK()),
		step.Rig("rival", "COMMIT"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
