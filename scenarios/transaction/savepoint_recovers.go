package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SavepointRecovers is a failed transaction that is made good.
var SavepointRecovers = scenario.Scenario{
	ID:    "transaction/savepoint-recovers",
	Title: "ROLLBACK TO SAVEPOINT makes a failed transaction usable again",
	Why: "A framework that nests transactions relies on it. Who gives the whole transaction up at the first error breaks " +
		"them all.",
	Refs: []string{
		`PostgreSQL manual, "ROLLBACK TO SAVEPOINT"`,
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
		step.Query("a", "SAVEPOINT inner_one", expect.InTrans()),
		step.Query("a", "UPDATE account SET balance = NULL", expect.ErrorInTx("not_null_violation", "23502", "IntegrityError")),
		step.Query("a", "ROLLBACK TO SAVEPOINT inner_one", expect.InTrans()),
		step.Query("a", "UPDATE account SET balance = 6 WHERE id = 2", expect.InTrans()),
		step.Commit("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was outside the savepoint is there", "SELECT id, balance FROM account ORDER BY id", "1|5", "2|6"),
	},
}
