package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PreparedTwice is two prepared statements of one name.
var PreparedTwice = scenario.Scenario{
	ID:    "schema/prepared-twice",
	Title: "a statement is prepared under a name that is taken",
	Why:   "Two clients share a server connection by a pooler, and both call their first statement the same.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P05 duplicate_prepared_statement`,
		"jackc/pgx#602",
		"MagicStack/asyncpg#945",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "PREPARE p AS SELECT 1", expect.OK()),
		step.Query("a", "PREPARE p AS SELECT 2", expect.Programming("duplicate_prepared_statement", "42P05")),
		step.Query("a", "EXECUTE p", expect.OK()),
	},
}
