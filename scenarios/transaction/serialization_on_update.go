package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SerializationOnUpdate is a row that somebody else has changed.
var SerializationOnUpdate = scenario.Scenario{
	ID:    "transaction/serialization-on-update",
	Title: "a repeatable read transaction updates a row that has changed since",
	Why: "The transaction sees the row as it was and may not write over what it cannot see. Right is to run the whole " +
		"transaction again, with all its logic; the statement alone meets 25P02.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40001 serialization_failure`,
		`PostgreSQL manual, "Transaction Isolation": Repeatable Read`,
		"Lore-Hex/quill-router#646",
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
		step.Rig("rival", "UPDATE account SET balance = balance - 1 WHERE id = 1"),
		step.Query("a", "UPDATE account SET balance = balance + 10 WHERE id = 1", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("serialization_failure", "40001", "TransactionRollbackError"))),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the rival's update alone is there", "SELECT id, balance FROM account ORDER BY id", "1|99", "2|100"),
	},
}
