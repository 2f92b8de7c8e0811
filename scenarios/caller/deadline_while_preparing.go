package caller

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlineWhilePreparing is a deadline before anything could run.
var DeadlineWhilePreparing = scenario.Scenario{
	ID:    "caller/deadline-while-preparing",
	Title: "the caller's deadline passes while a statement is prepared",
	Why:   "Preparing executes nothing. The connection is given up, and for certain nothing was written.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Extended Query`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Message: "ParseComplete"}}),
		step.Expires(step.Room, step.Prepare("a", "p", "INSERT INTO ledger (entry) VALUES ('x')", expect.NotSent(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)))),
		step.Heal(),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
