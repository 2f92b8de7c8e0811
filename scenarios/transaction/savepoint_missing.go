package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SavepointMissing is a savepoint that is not there.
var SavepointMissing = scenario.Scenario{
	ID:    "transaction/savepoint-missing",
	Title: "ROLLBACK TO a savepoint that does not exist",
	Why:   "A framework has lost count of its nested transactions. The transaction has failed with it.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 3B001 invalid_savepoint_specification`,
		`PostgreSQL manual, "SAVEPOINT"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "UPDATE account SET balance = 5", expect.InTrans()),
		step.Query("a", "ROLLBACK TO SAVEPOINT nowhere", expect.ErrorInTx("invalid_savepoint_specification", "3B001", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
