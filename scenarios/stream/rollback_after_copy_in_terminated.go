package stream

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RollbackAfterCopyInTerminated rolls back when a COPY has taken the session with it.
var RollbackAfterCopyInTerminated = scenario.Scenario{
	ID:    "stream/rollback-after-copy-in-terminated",
	Title: "a backend is terminated in a COPY FROM STDIN, and ROLLBACK is tried",
	Why:   "libpq has called such a connection open, and clients have hung in a ROLLBACK that waits for the end of the COPY.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Rig("rival", "BEGIN; LOCK TABLE ledger IN SHARE MODE"),
		step.Async(step.Within(5*time.Second, step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.Fatal("admin_shutdown", "57P01", "OperationalError"), "a", "b"))),
		step.Until(stock.LockWait),
		step.Rig("administrator", stock.TerminateRunning),
		step.Rollback("a", scenario.Expect{Fails: true, OrSucceeds: true}),
		step.Connect("b"),
		step.Query("b", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{stock.Holds("nothing was written")},
}
