package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// QueryTimeout ends the connection of a client whose query takes too long.
var QueryTimeout = scenario.Scenario{
	ID:    "pooler/query-timeout",
	Title: "query_timeout of the pooler ends the connection in the middle of an INSERT",
	Why: "The pooler lets go of the server and does not wait for what it does: the server goes on, and commits. Who takes " +
		"it for a statement_timeout and runs the INSERT again has it twice.",
	Refs: []string{
		`pgbouncer manual, "Configuration": query_timeout`,
	},
	Given: given("transaction", map[string]string{"query_timeout": patience}),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("gate", "SELECT pg_advisory_lock(7)"),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'behind the back' FROM pg_advisory_xact_lock(7)", says())),
		step.Rig("gate", "SELECT pg_advisory_unlock(7)"),
		step.Until("SELECT count(*) > 0 FROM ledger"),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "behind the back")},
}
