package caller

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// UseAfterDeadline is a connection that was given up, and is asked again.
var UseAfterDeadline = scenario.Scenario{
	ID:    "caller/use-after-deadline",
	Title: "a query on a connection that a deadline has cost",
	Why: "The pool or the program has not noticed. Nothing can be sent any more, so this one is safe to do again " +
		"elsewhere, whatever became of the one before.",
	Refs: []string{
		`jackc/pgx: "conn closed"`,
		"jackc/pgx#974",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Message: "CommandComplete", Tag: "INSERT"}}),
		step.Expires(step.Room, step.Query("a", "INSERT INTO ledger (entry) VALUES ('slow')", expect.GivenUp(pgdiag.CallerDeadline))),
		step.Within(time.Second, step.Query("a", "INSERT INTO ledger (entry) VALUES ('next')", expect.NotSent(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)))),
		step.Heal(),
	},
	Truth: []scenario.Truth{
		stock.Holds("the first entry alone is there", "slow"),
	},
}
