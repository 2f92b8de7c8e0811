package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CommitInsideBlock is a block that ends its own transaction.
var CommitInsideBlock = scenario.Scenario{
	ID:    "transaction/commit-inside-block",
	Title: "a DO block commits inside a transaction of the caller's",
	Why:   "A procedure that commits by itself works in autocommit, and fails when it is called in a transaction.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2D000 invalid_transaction_termination`,
		`PostgreSQL manual, "PL/pgSQL": Transaction Management`,
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
		step.Query("a", "DO $$ BEGIN COMMIT; END $$", expect.ErrorInTx("invalid_transaction_termination", "2D000", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
