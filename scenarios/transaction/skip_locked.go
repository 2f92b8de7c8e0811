package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SkipLocked is a lock that is passed by.
var SkipLocked = scenario.Scenario{
	ID:    "transaction/skip-locked",
	Title: "SELECT FOR UPDATE SKIP LOCKED meets a locked row",
	Why:   "The queue of jobs: what is taken is passed by. No error, and no row.",
	Refs: []string{
		`PostgreSQL manual, "SELECT": The Locking Clause`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rival", "BEGIN"),
		step.Rig("rival", "SELECT * FROM account WHERE id = 1 FOR UPDATE"),
		step.Query("a", "SELECT id FROM account ORDER BY id FOR UPDATE SKIP LOCKED", expect.Rows("2")),
		step.Rig("rival", "COMMIT"),
	},
}
