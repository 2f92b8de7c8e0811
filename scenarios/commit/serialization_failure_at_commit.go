package commit

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SerializationFailureAtCommit is a serializable transaction that fails at its very end.
var SerializationFailureAtCommit = scenario.Scenario{
	ID:    "commit/serialization-failure-at-commit",
	Title: "a serializable transaction fails at COMMIT",
	Why: "No statement failed. Only at COMMIT does the server see that the two transactions do not add up: all of it has " +
		"to be run again, the logic included, and not the COMMIT alone.",
	Refs: []string{
		`PostgreSQL manual, "Serialization Failure Handling"`,
		"jackc/pgx#780",
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
		step.Query("a", "UPDATE account SET balance = -50 WHERE id = 1", expect.InTrans()),
		step.Rig("rival", "UPDATE account SET balance = -50 WHERE id = 2"),
		step.Rig("rival", "COMMIT"),
		step.Commit("a", expect.Scope(pgdiag.ScopeTransaction, expect.Retry(pgdiag.RetryTransaction, expect.Error("serialization_failure", "40001", "TransactionRollbackError")))),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the rival's update alone is there", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|-50"),
	},
}
