package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlineBeforeSend is a deadline that was over before the call.
var DeadlineBeforeSend = scenario.Scenario{
	ID:    "caller/deadline-before-send",
	Title: "the caller's deadline has passed before the call",
	Why: "The request has waited in a queue until nobody wants the answer. Nothing is sent, the connection is as good as " +
		"before, and a library that closes it makes a slow moment slower. pgx calls it a timeout and closes nothing; a " +
		"COMMIT it would close.",
	Refs: []string{
		"Go: context.Context",
		"jackc/pgx: contextAlreadyDoneError",
		"riverqueue/river#917",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.GivenUp(target.GivenUpDeadline, step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", expect.BeforeSend(pgdiag.CallerDeadline, pgdiag.RetryStatement))),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('next')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the next entry alone is there", "next"),
	},
}
