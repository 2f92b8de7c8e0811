package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerTerminatedInTransaction ends the server connection of a transaction behind the pooler.
var ServerTerminatedInTransaction = scenario.Scenario{
	ID:    "pooler/server-terminated-in-transaction",
	Title: "an administrator ends the server connection of an open transaction behind a pooler",
	Why:   "The pooler passes the server's last words on, and then ends the connection of the client, too.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		"pgdogdev/pgdog#839",
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		// A FATAL in another language the pooler does not know as one, and says something of its own.
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", expect.Or(expect.Fatal("admin_shutdown", "57P01", "OperationalError"), saysInTransaction())))),
		step.Until(stock.Sleeps),
		step.Rig("administrator", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
