package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerTerminatedWhileUnlinked ends a server connection that no client has at the moment.
var ServerTerminatedWhileUnlinked = scenario.Scenario{
	ID:    "pooler/server-terminated-while-unlinked",
	Title: "an administrator ends the idle server connections behind a pooler, then an INSERT is run",
	Why: "This is what poolers are for: the client has a connection to the pooler, which is as good as before, and gets " +
		"another one to the server. It must not be run twice.",
	Refs: []string{
		`pgbouncer manual, "Configuration": pool_mode`,
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Rig("administrator", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
		step.Until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("both rows are there, each once", "after", "before")},
}
