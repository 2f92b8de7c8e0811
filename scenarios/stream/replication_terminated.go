package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ReplicationTerminated ends the process that sends the changes.
var ReplicationTerminated = scenario.Scenario{
	ID:    "stream/replication-terminated",
	Title: "the process that sends the changes is terminated",
	Why: "The server says why it ends a stream of changes, in the middle of it. A reader that waits for changes alone does not hear it, and waits " +
		"for ever on a connection that is no more.",
	Refs: []string{
		"MeltanoLabs/tap-postgres#749",
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
	},
	Given: replicating(),
	Steps: []scenario.Step{
		step.Rig("rival", replicator),
		step.Rig("rival", "ALTER SYSTEM SET wal_level = logical"),
		step.Inject(fault.Restart{}),
		step.Heal(),
		step.Rig("second", "CREATE PUBLICATION changes"),
		step.ConnectAs("a", "reader", "secret", scenario.Expect{}),
		step.Query("a", "CREATE_REPLICATION_SLOT changes TEMPORARY LOGICAL pgoutput", scenario.Expect{}),
		step.Async(step.Query("a", "START_REPLICATION SLOT changes LOGICAL 0/0 (proto_version '1', publication_names 'changes')", expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
		step.Until("SELECT count(*) > 0 FROM pg_stat_replication WHERE usename = 'reader'"),
		step.Rig("second", "SELECT pg_terminate_backend(pid) FROM pg_stat_replication WHERE usename = 'reader'"),
	},
}
