package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlineInTransaction is a deadline in the middle of a transaction.
var DeadlineInTransaction = scenario.Scenario{
	ID:    "caller/deadline-in-transaction",
	Title: "the caller's deadline passes while a statement of a transaction runs",
	Why: "The transaction can not be committed any more, so nothing of it stays: unlike outside of one, it is safe to run " +
		"it again.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
		"TableProApp/TablePro#2765",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Expires(step.Room, step.Query("a", "INSERT INTO ledger (entry) SELECT 'slow' FROM pg_sleep(10)", expect.RolledBack(pgdiag.RetryReconnect, expect.GivenUpInTx(pgdiag.CallerDeadline)))),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
