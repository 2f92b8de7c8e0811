package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PreparedStatementTwice prepares under a name that another client of the pooler has used.
var PreparedStatementTwice = scenario.Scenario{
	ID:    "pooler/prepared-statement-twice",
	Title: "transaction pooling: a prepared statement of another client is in the way",
	Why: "Two clients count their statements from one. The second finds the first one's on the server connection that it " +
		"is given, and could just as well have run it.",
	Refs: []string{
		`pgbouncer manual, "Configuration": pool_mode, max_prepared_statements (which the rig sets to 0)`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P05 duplicate_prepared_statement`,
		"MagicStack/asyncpg#121",
	},
	Given: given("transaction", map[string]string{"default_pool_size": "1"}),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.Prepare("a", "one", "SELECT 1", expect.OK()),
		step.Prepare("b", "one", "SELECT 2", expect.Programming("duplicate_prepared_statement", "42P05")),
	},
}
