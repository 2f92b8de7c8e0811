package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// WALDiskFull fills the disk that the WAL is on.
var WALDiskFull = scenario.Scenario{
	ID:    "server/wal-disk-full",
	Title: "an INSERT needs another file of WAL, and its disk is full: the server panics",
	Why: "The same code as for a table that finds no room, and all else is different: the server takes everybody down with " +
		"it, and stays down until somebody makes room. A replication slot that nobody reads is what fills it.",
	Refs: []string{
		`PostgreSQL manual, "Disk Full Failure"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53100 disk_full`,
	},
	Given: scenario.Given{WALDisk: 8, SQL: append(stock.Ledger[:2:2], alone...)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Inject(fault.FillWAL{}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT repeat('x', 1000) FROM generate_series(1, 4000)", panicked())),
	},
	Truth: []scenario.Truth{stock.Holds("what was committed is there, and nothing else", "before")},
}
