package stream

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyInTerminated is an import whose session is ended.
var CopyInTerminated = scenario.Scenario{
	ID:    "stream/copy-in-terminated",
	Title: "the backend is terminated when all lines of a COPY are sent",
	Why: "The administrator ends what holds everybody up. The server says so, and that it is the server who says it is " +
		"what makes it certain that nothing was written.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		`PostgreSQL manual, "Server Signaling Functions"`,
	},
	Given: slowToEnd(),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.Fatal("admin_shutdown", "57P01", "OperationalError"), "a", "b"))),
		step.Until(stock.Sleeps),
		step.Rig("administrator", stock.TerminateRunning),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
