package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlineMidQuery is a deadline in the middle of a write.
var DeadlineMidQuery = scenario.Scenario{
	ID:    "caller/deadline-mid-query",
	Title: "the caller's deadline passes while an INSERT runs",
	Why: "The caller has stopped waiting; whether the server has stopped as well is not known when the call returns. A " +
		"retry may write twice.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
		"jackc/pgx#1223",
		"lib/pq#422",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Expires(step.Room, step.Query("a", "INSERT INTO ledger (entry) SELECT 'slow' FROM pg_sleep(10)", expect.GivenUp(pgdiag.CallerDeadline))),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
