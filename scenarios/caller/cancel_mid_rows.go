package caller

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CancelMidRows is a cancel when half of the rows are there.
var CancelMidRows = scenario.Scenario{
	ID:    "caller/cancel-mid-rows",
	Title: "the caller cancels between two rows",
	Why:   "The user has seen the first page and goes away.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT n FROM generate_series(1, 3) AS n", expect.Rows("1", "2", "3")),
		step.Inject(fault.Hold{At: wire.Position{Message: "DataRow", Occurrence: 3}}),
		step.Async(step.Query("a", "SELECT n FROM generate_series(1, 3) AS n", expect.RolledBack(pgdiag.RetryNo, expect.GivenUp(pgdiag.CallerCancel)))),
		step.Await(),
		step.Cancel("a"),
	},
}
