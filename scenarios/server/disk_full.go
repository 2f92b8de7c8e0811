package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DiskFull fills the file system of a table.
var DiskFull = scenario.Scenario{
	ID:    "server/disk-full",
	Title: "an INSERT fills the disk",
	Why: "The server lives, reads work, and the statement is rolled back as a whole. npgsql and others drop the pool for " +
		"it, which makes no room.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53100 disk_full`,
		`PostgreSQL manual, "Disk Full Failure"`,
	},
	Given: scenario.Given{Disk: 4, SQL: []string{
		"CREATE TABLE archive (entry text) TABLESPACE pgfault_small",
		"GRANT ALL ON archive TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO archive SELECT repeat('x', 1000) FROM generate_series(1, 10000)", expect.Retry(pgdiag.RetryWait, expect.Error("disk_full", "53100", "OperationalError")))),
		step.Query("a", "SELECT count(*) FROM archive", expect.Rows("0")),
	},
	Truth: []scenario.Truth{expect.Truth("nothing of it is there", "SELECT count(*) FROM archive", "0")},
}
