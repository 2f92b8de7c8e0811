package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// WALDiskFullAtCommit fills the disk that the WAL is on under a transaction. A file of it is 1 MB, and so are the buffers
// before it: what the transaction writes is more than a file, and what is behind the file stays in them until COMMIT.
var WALDiskFullAtCommit = scenario.Scenario{
	ID:    "server/wal-disk-full-at-commit",
	Title: "a COMMIT needs another file of WAL, and its disk is full: the server panics",
	Why: "A PANIC in a COMMIT says nothing of what stays: an error behind the commit record is raised to one, and so is one " +
		"before it. Only the server that is up again can tell.",
	Refs: []string{
		`PostgreSQL manual, "Disk Full Failure"`,
		`PostgreSQL manual, "System Administration Functions": pg_switch_wal`,
	},
	Given: scenario.Given{WALDisk: 8, SQL: append(stock.Ledger[:2:2], alone...), Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rig", "SELECT pg_switch_wal()"),
		step.Rig("rig", "INSERT INTO ledger (entry) VALUES ('before')"),
		step.Begin("a"),
		step.Inject(fault.FillWAL{}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT repeat('x', 1000) FROM generate_series(1, 1200)", expect.In(expect.OK()))),
		step.Within(5*time.Second, step.Commit("a", panicked())),
	},
	Truth: []scenario.Truth{stock.Holds("what was committed is there, and nothing else", "before")},
}
