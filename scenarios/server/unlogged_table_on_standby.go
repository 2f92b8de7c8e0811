package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UnloggedTableOnStandby is a table that a standby does not have.
var UnloggedTableOnStandby = scenario.Scenario{
	ID:    "server/unlogged-table-on-standby",
	Title: "a SELECT from an unlogged table on a standby",
	Why: "What is not logged does not reach the standby. The queue or the cache that is kept in such a table fails there at once, " +
		"though nothing was to be written; on the primary it is all there.",
	Refs: []string{
		`PostgreSQL manual, "CREATE TABLE": UNLOGGED`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 0A000 feature_not_supported`,
		"riverqueue/river#1225",
		"npgsql/efcore.pg#1306",
	},
	Given: scenario.Given{Standby: "only", SQL: []string{
		"CREATE UNLOGGED TABLE queue (job text)",
		"GRANT ALL ON queue TO PUBLIC",
		"INSERT INTO queue VALUES ('waiting')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT job FROM queue", notOnStandby()),
	},
	Truth: []scenario.Truth{expect.Truth("the primary has it", "SELECT job FROM queue", "waiting")},
}
