package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ParallelWorkerTerminatedInTransaction ends a helper of a session that is in a transaction.
var ParallelWorkerTerminatedInTransaction = scenario.Scenario{
	ID:    "server/parallel-worker-terminated-in-transaction",
	Title: "an administrator ends a parallel worker of a query in a transaction",
	Why:   "The connection is good and the transaction is not: all of it is to be run again, on the same connection.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		`PostgreSQL manual, "Parallel Query"`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}, SQL: append(append(stock.Ledger[:2:2],
		"CREATE TABLE part WITH (parallel_workers = 2) AS SELECT generate_series(1, 2000) AS n",
		"GRANT SELECT ON part TO PUBLIC"),
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET parallel_setup_cost = ''0''', current_database()); END $$",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET parallel_tuple_cost = ''0''', current_database()); END $$",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET parallel_leader_participation = ''off''', current_database()); END $$",
	)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Async(step.Within(5*time.Second, step.Query("a", "SELECT count(*) FROM part WHERE pg_sleep(0.005) IS NOT NULL", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("admin_shutdown", "57P01", "OperationalError"))))),
		step.Until("SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'parallel worker' AND wait_event = 'PgSleep'"),
		step.Rig("administrator", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'parallel worker'"),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
