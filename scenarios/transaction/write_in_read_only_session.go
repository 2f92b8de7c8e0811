package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// WriteInReadOnlySession is a session that takes no writes.
var WriteInReadOnlySession = scenario.Scenario{
	ID:    "transaction/write-in-read-only-session",
	Title: "an INSERT where default_transaction_read_only is on",
	Why: "The setting came with the session, from a role or a failover tool. This connection answers every SELECT and " +
		"refuses every write, for days; another one may be better.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25006 read_only_sql_transaction`,
		`PostgreSQL manual, "Client Connection Defaults": default_transaction_read_only`,
		"gpustack/gpustack#6105",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "UPDATE account SET balance = 5", expect.Retry(pgdiag.RetryReconnect, expect.Error("read_only_sql_transaction", "25006", "InternalError"))),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
