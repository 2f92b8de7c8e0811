package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CursorGoneAfterCommit is a cursor that its transaction has taken along.
var CursorGoneAfterCommit = scenario.Scenario{
	ID:    "transaction/cursor-gone-after-commit",
	Title: "FETCH after the COMMIT of the cursor's transaction",
	Why:   "A long export reads on after somebody has committed in between.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 34000 invalid_cursor_name`,
		`PostgreSQL manual, "DECLARE": WITH HOLD`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "DECLARE c CURSOR FOR SELECT id FROM account ORDER BY id", expect.InTrans()),
		step.Query("a", "FETCH 1 FROM c", expect.In(expect.Rows("1"))),
		step.Commit("a", expect.OK()),
		step.Query("a", "FETCH 1 FROM c", expect.Error("invalid_cursor_name", "34000", "OperationalError")),
	},
}
