package caller

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DeadlineMidRows is a deadline when half of the rows are there.
var DeadlineMidRows = scenario.Scenario{
	ID:    "caller/deadline-mid-rows",
	Title: "the caller's deadline passes between two rows",
	Why: "Some rows have come and the others never will. They are not the answer, and must not be handed out as if they " +
		"were.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
		"jackc/pgx: errors surface at Rows.Err",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT n FROM generate_series(1, 3) AS n", expect.Rows("1", "2", "3")),
		step.Inject(fault.Hold{At: wire.Position{Message: "DataRow", Occurrence: 3}}),
		step.Expires(step.Room, step.Query("a", "SELECT n FROM generate_series(1, 3) AS n", expect.RolledBack(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)))),
		step.Heal(),
	},
}
