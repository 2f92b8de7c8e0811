package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SerializationOnDelete is a row that somebody else has deleted.
var SerializationOnDelete = scenario.Scenario{
	ID:    "transaction/serialization-on-delete",
	Title: "a repeatable read transaction updates a row that was deleted since",
	Why: "The row is there for this transaction and gone for all others. An UPDATE of no rows would be wrong, and an error " +
		"it is.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40001 serialization_failure`,
		`PostgreSQL manual, "Transaction Isolation": Repeatable Read`,
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
		step.Query("a", "SELECT count(*) FROM account", expect.In(expect.Rows("2"))),
		step.Rig("rival", "DELETE FROM account WHERE id = 1"),
		step.Query("a", "UPDATE account SET balance = 0 WHERE id = 1", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("serialization_failure", "40001", "TransactionRollbackError"))),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the row is deleted", "SELECT id, balance FROM account ORDER BY id", "2|100"),
	},
}
