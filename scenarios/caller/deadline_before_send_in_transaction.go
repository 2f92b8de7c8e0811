package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlineBeforeSendInTransaction is a deadline that was over, in a transaction.
var DeadlineBeforeSendInTransaction = scenario.Scenario{
	ID:    "caller/deadline-before-send-in-transaction",
	Title: "the caller's deadline has passed before a statement in a transaction",
	Why:   "The transaction does not know of it and is not failed: what was written before can still be committed.",
	Refs: []string{
		"Go: context.Context",
		"jackc/pgx: contextAlreadyDoneError",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.GivenUp(target.GivenUpDeadline, step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", expect.In(expect.BeforeSend(pgdiag.CallerDeadline, pgdiag.RetryStatement)))),
		step.Commit("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the first entry is there", "first"),
	},
}
