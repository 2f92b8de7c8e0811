package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CursorNotOnARow is a cursor before its first row.
var CursorNotOnARow = scenario.Scenario{
	ID:    "transaction/cursor-not-on-a-row",
	Title: "UPDATE WHERE CURRENT OF a cursor that stands on no row",
	Why:   "The loop updates before it fetches.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 24000 invalid_cursor_state`,
		`PostgreSQL manual, "UPDATE": WHERE CURRENT OF`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "DECLARE c CURSOR FOR SELECT id FROM account FOR UPDATE", expect.InTrans()),
		step.Query("a", "UPDATE account SET balance = 5 WHERE CURRENT OF c", expect.ErrorInTx("invalid_cursor_state", "24000", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
