package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// LostBeforeCommitIsSent kills the connection before the COMMIT.
var LostBeforeCommitIsSent = scenario.Scenario{
	ID:    "commit/lost-before-commit-is-sent",
	Title: "the connection is reset while idle in a transaction, then COMMIT is tried",
	Why: "The COMMIT can not have been carried out if nothing of it was sent, and the server has rolled back. To try the " +
		"COMMIT again on another connection would commit nothing, and report success.",
	Refs: []string{
		"jruby/activerecord-jdbc-adapter#1216",
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.Reset{}),
		step.Commit("a", notCommitted()),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
