package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CancelBeforeSend is a cancel that was there before the call.
var CancelBeforeSend = scenario.Scenario{
	ID:    "caller/cancel-before-send",
	Title: "the caller has cancelled before the call",
	Why: "The user has closed the page. It is no timeout, whatever the driver says, nothing was sent, and nobody wants " +
		"another try.",
	Refs: []string{
		"Go: context.Context",
		"jackc/pgx: pgconn.Timeout is true for a context that was cancelled",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.GivenUp(target.GivenUpCancel, step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", expect.BeforeSend(pgdiag.CallerCancel, pgdiag.RetryNo))),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('next')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the next entry alone is there", "next"),
	},
}
