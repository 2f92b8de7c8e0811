package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RestartBeforeCommit restarts the server before COMMIT.
var RestartBeforeCommit = scenario.Scenario{
	ID:    "server/restart-before-commit",
	Title: "the server is restarted while a transaction is open, then COMMIT is tried",
	Why: "By the time of COMMIT a new server answers, which has never heard of the transaction. A client that reconnects " +
		"by itself commits nothing, and is told that it worked.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		"jruby/activerecord-jdbc-adapter#1216",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.Restart{}),
		step.Commit("a", expect.Fatal("admin_shutdown", "57P01", "OperationalError")),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
