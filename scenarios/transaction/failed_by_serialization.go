package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FailedBySerialization is what follows a serialization failure.
var FailedBySerialization = scenario.Scenario{
	ID:    "transaction/failed-by-serialization",
	Title: "a statement in a transaction that could not be serialized",
	Why: "The first error says that the transaction is worth another run; the second is 25P02 and says nothing. Whoever " +
		"decides by the last error alone gives up here.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P02 in_failed_sql_transaction`,
		`PostgreSQL manual, "Serialization Failure Handling"`,
		"porsager/postgres#272",
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
		step.Rig("rival", "UPDATE account SET balance = 99 WHERE id = 1"),
		step.Query("a", "UPDATE account SET balance = 0 WHERE id = 1", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("serialization_failure", "40001", "TransactionRollbackError"))),
		step.Query("a", "SELECT 1", expect.First("40001", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("in_failed_sql_transaction", "25P02", "InternalError")))),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the rival's update alone is there", "SELECT id, balance FROM account ORDER BY id", "1|99", "2|100"),
	},
}
