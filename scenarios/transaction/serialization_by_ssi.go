package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SerializationBySsi is two transactions that are right each for itself.
var SerializationBySsi = scenario.Scenario{
	ID:    "transaction/serialization-by-ssi",
	Title: "a serializable transaction fails for what it has read",
	Why: "Both have read that somebody is on call, and both go home. No row was written by two, no lock was waited for; " +
		"only the server sees that it does not add up.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40001 serialization_failure`,
		`PostgreSQL manual, "Transaction Isolation": Serializable`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", expect.InTrans()),
		step.Query("a", "SELECT sum(balance) FROM account", expect.In(expect.Rows("200"))),
		step.Rig("rival", "BEGIN ISOLATION LEVEL SERIALIZABLE"),
		step.Rig("rival", "SELECT sum(balance) FROM account"),
		step.Rig("rival", "UPDATE account SET balance = -50 WHERE id = 2"),
		step.Rig("rival", "COMMIT"),
		step.Query("a", "UPDATE account SET balance = -50 WHERE id = 1", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("serialization_failure", "40001", "TransactionRollbackError"))),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the rival's update alone is there", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|-50"),
	},
}
