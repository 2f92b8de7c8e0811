package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TerminateBackendBeforeCommit ends a session before its COMMIT, and is heard of in answer to it.
var TerminateBackendBeforeCommit = scenario.Scenario{
	ID:    "server/terminate-backend-before-commit",
	Title: "the server ends the session while it is idle in a transaction, then COMMIT is tried",
	Why: "The answer to COMMIT is a FATAL that was sent before. The server has said that the session is over and nothing " +
		"was committed, so that this one, unlike a COMMIT without an answer, may be run again. A client that runs COMMIT " +
		"again on a new connection is told that all is well, and has lost everything.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		`PostgreSQL manual, "Server Signaling Functions": pg_terminate_backend`,
		"jruby/activerecord-jdbc-adapter#1216",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.TerminateBackend{}),
		step.Commit("a", expect.Fatal("admin_shutdown", "57P01", "OperationalError")),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
