package commit

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlineBeforeCommitIsSent is a COMMIT whose caller had given up before.
var DeadlineBeforeCommitIsSent = scenario.Scenario{
	ID:    "commit/deadline-before-commit-is-sent",
	Title: "COMMIT is called when the caller's deadline is over",
	Why: "Nothing was sent. The transaction is rolled back with its connection, or is still there to be ended: it is not " +
		"committed in any case.",
	Refs: []string{
		"jackc/pgx#2557",
		"Go: package context",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.GivenUp(target.GivenUpDeadline, step.Commit("a", neverSent())),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
