package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CanceledBeforeItBegan cancels COMMIT before it does anything.
var CanceledBeforeItBegan = scenario.Scenario{
	ID:    "commit/canceled-before-it-began",
	Title: "COMMIT is cancelled before it has begun, and leaves its transaction to be rolled back",
	Why: "A statement_timeout or an administrator may strike when the COMMIT has arrived and nothing of it is done: it " +
		"fails, and its transaction stays open, as failed. Who takes every COMMIT for the end gives a connection back " +
		"that is in a transaction.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
		"jackc/pgx#787",
		"lib/pq#925",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.FaithfulError{At: wire.Position{Direction: wire.Upstream, SQL: "commit"}, Error: wire.Fields{SQLState: "57014", Message: "canceling statement due to statement timeout"}}),
		step.Commit("a", notBegun()),
	},
	Truth: []scenario.Truth{stock.Holds("nothing was committed")},
}
