package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ParallelWorkerTerminated ends a helper of the session, and not the session.
var ParallelWorkerTerminated = scenario.Scenario{
	ID:    "server/parallel-worker-terminated",
	Title: "an administrator ends a parallel worker of a query",
	Why: "The code is 57P01, for which nearly every library drops its connection or the whole pool, and it has the " +
		"severity ERROR: the session is in good health, and the statement can be tried again on it.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		`PostgreSQL manual, "Parallel Query"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE part WITH (parallel_workers = 2) AS SELECT generate_series(1, 2000) AS n",
		"GRANT SELECT ON part TO PUBLIC",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET parallel_setup_cost = 0', current_database()); END $$",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET parallel_tuple_cost = 0', current_database()); END $$",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET parallel_leader_participation = off', current_database()); END $$",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "SELECT count(*) FROM part WHERE pg_sleep(0.005) IS NOT NULL", expect.Retry(pgdiag.RetryStatement, expect.Error("admin_shutdown", "57P01", "OperationalError"))))),
		step.Until("SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'parallel worker' AND wait_event = 'PgSleep'"),
		step.Rig("administrator", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'parallel worker'"),
		step.Query("a", "SELECT count(*) FROM part", expect.Rows("2000")),
	},
}
