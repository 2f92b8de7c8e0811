package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// LocksExhausted uses up the memory for locks.
var LocksExhausted = scenario.Scenario{
	ID:    "server/locks-exhausted",
	Title: "another session holds all the locks that there is memory for, then an INSERT is tried",
	Why: "A dump of ten thousand partitions. Whoever needs one lock more gets \"out of shared memory\", and nothing is wrong " +
		"with the connection: it passes when the other one is done.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53200 out_of_memory`,
		`PostgreSQL manual, "Lock Management": max_locks_per_transaction`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rival", "DO $$ BEGIN FOR i IN 1..10000000 LOOP PERFORM pg_advisory_lock(i); END LOOP; EXCEPTION WHEN out_of_memory THEN NULL; END $$"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('refused')", expect.Retry(pgdiag.RetryWait, expect.Error("out_of_memory", "53200", "OperationalError"))),
		step.Rig("rival", "SELECT pg_advisory_unlock_all()"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('then')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("only what came after is there", "then")},
}
