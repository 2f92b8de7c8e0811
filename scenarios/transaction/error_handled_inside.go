package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ErrorHandledInside is an error that the server has handled itself.
var ErrorHandledInside = scenario.Scenario{
	ID:    "transaction/error-handled-inside",
	Title: "a block handles its own error",
	Why:   "PL/pgSQL catches the error in a subtransaction. The caller sees success, and it is one.",
	Refs: []string{
		`PostgreSQL manual, "PL/pgSQL": Trapping Errors`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "DO $$ BEGIN UPDATE account SET balance = NULL; EXCEPTION WHEN not_null_violation THEN UPDATE account SET balance = 7 WHERE id = 1; END $$", expect.InTrans()),
		step.Commit("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the handler has written", "SELECT id, balance FROM account ORDER BY id", "1|7", "2|100"),
	},
}
