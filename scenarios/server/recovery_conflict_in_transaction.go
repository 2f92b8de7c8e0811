package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RecoveryConflictInTransaction is a query in a transaction on a standby that looks at a page which the primary has
// vacuumed. The row that goes was deleted before, so that the page itself is all that the two want.
var RecoveryConflictInTransaction = scenario.Scenario{
	ID:    "server/recovery-conflict-in-transaction",
	Title: "a query in a transaction on a standby is cancelled, since it looks at a page that the primary has vacuumed",
	Why: "Nothing of the transaction was at fault, and all of it has to be done again: what it has read before may be " +
		"another snapshot's by then.",
	Refs: []string{
		`PostgreSQL manual, "Handling Query Conflicts"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40001 serialization_failure`,
	},
	Given: scenario.Given{Standby: "only", Needs: []target.Capability{target.CapTx}, SQL: append(stock.Ledger[:2:2],
		"INSERT INTO ledger (entry) VALUES ('deleted'), ('read')",
		"DELETE FROM ledger WHERE entry = 'deleted'",
	)},
	Steps: []scenario.Step{
		impatient(),
		step.Connect("a"),
		step.Begin("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "SELECT entry, pg_sleep(10) FROM ledger", conflict(expect.ErrorInTx("", "40001", "TransactionRollbackError"))))),
		step.OnStandby(step.Until(sleepsOnStandby)),
		step.Rig("primary", "VACUUM ledger"),
		step.Rig("primary", sent),
	},
	Truth: []scenario.Truth{stock.Holds("the other row is there", "read")},
}
