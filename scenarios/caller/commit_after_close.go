package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CommitAfterClose is a transaction whose connection its owner has closed.
var CommitAfterClose = scenario.Scenario{
	ID:    "caller/commit-after-close",
	Title: "COMMIT on a connection that was closed",
	Why:   "The transaction went with the connection. A COMMIT that says nothing would hide it.",
	Refs: []string{
		"jruby/activerecord-jdbc-adapter#1216",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Close("a"),
		step.Commit("a", expect.Closed()),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
