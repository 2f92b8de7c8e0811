package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// FrozenServerAtCommit stops the server before it hears of COMMIT.
var FrozenServerAtCommit = scenario.Scenario{
	ID:    "server/frozen-server-at-commit",
	Title: "the server freezes before COMMIT, and the caller's deadline passes",
	Why: "COMMIT waits in the server's socket, and may be done when the server wakes. Nothing but the server itself can " +
		"say what became of it.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"jackc/pgx#1223",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('perhaps')", expect.InTrans()),
		step.Inject(fault.Freeze{}),
		step.Expires(step.Soon, step.Commit("a", expect.Alone(expect.GivenUp(pgdiag.CallerDeadline)))),
	},
	Truth: []scenario.Truth{expect.Truth("the row is there at most once", "SELECT count(*) <= 1 FROM ledger", "t")},
}
