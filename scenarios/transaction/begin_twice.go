package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// BeginTwice is a BEGIN inside a transaction.
var BeginTwice = scenario.Scenario{
	ID:    "transaction/begin-twice",
	Title: "BEGIN in a transaction that is open",
	Why: "Two layers both think that the transaction is theirs. It is a warning and not an error, and the first COMMIT " +
		"ends both.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25001 active_sql_transaction`,
		`PostgreSQL manual, "BEGIN"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "UPDATE account SET balance = 5 WHERE id = 1", expect.InTrans()),
		step.Query("a", "BEGIN", expect.InTrans()),
		step.Commit("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the update is there", "SELECT id, balance FROM account ORDER BY id", "1|5", "2|100"),
	},
}
