package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SerializationThenAgain is a transaction that is run again, as it should be.
var SerializationThenAgain = scenario.Scenario{
	ID:    "transaction/serialization-then-again",
	Title: "a serialization failure, and the whole transaction again on the same connection",
	Why: "What every program at this isolation level must be able to do. The second run sees the new balance; a retry that " +
		"kept what it had read would write a wrong one.",
	Refs: []string{
		`PostgreSQL manual, "Serialization Failure Handling"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", expect.InTrans()),
		step.Query("a", "SELECT balance FROM account WHERE id = 1", expect.In(expect.Rows("100"))),
		step.Rig("rival", "UPDATE account SET balance = 99 WHERE id = 1"),
		step.Query("a", "UPDATE account SET balance = 110 WHERE id = 1", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("serialization_failure", "40001", "TransactionRollbackError"))),
		step.Rollback("a", expect.OK()),
		step.Begin("a"),
		step.Query("a", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", expect.InTrans()),
		step.Query("a", "SELECT balance FROM account WHERE id = 1", expect.In(expect.Rows("99"))),
		step.Query("a", "UPDATE account SET balance = 109 WHERE id = 1", expect.InTrans()),
		step.Commit("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("both updates are there", "SELECT id, balance FROM account ORDER BY id", "1|109", "2|100"),
	},
}
