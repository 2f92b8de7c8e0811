package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// BlockCommitsThenFails is a failure after a commit that nobody sees.
var BlockCommitsThenFails = scenario.Scenario{
	ID:    "transaction/block-commits-then-fails",
	Title: "a DO block commits, and fails afterwards",
	Why: "The error says division by zero. What the block had committed before is there, and a retry does it twice: nobody " +
		"on this side can know, unless they know the block.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22012 division_by_zero`,
		`PostgreSQL manual, "PL/pgSQL": Transaction Management`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "DO $$ BEGIN UPDATE account SET balance = 5 WHERE id = 1; COMMIT; PERFORM 1 / 0; END $$", expect.Unknown(expect.Data("division_by_zero", "22012"))),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was committed is there", "SELECT id, balance FROM account ORDER BY id", "1|5", "2|100"),
	},
}
