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

// SilenceAfterCommitSent lets the server commit and the client hear nothing.
var SilenceAfterCommitSent = scenario.Scenario{
	ID:    "commit/silence-after-commit-sent",
	Title: "the server commits and no answer is ever heard",
	Why: "The caller's deadline ends the wait. A service that calls this a failure, and runs the transaction again, does " +
		"everything twice.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"jackc/pgx#1223",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Swallow{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"}}),
		step.Expires(step.Room, step.Commit("a", expect.Silent())),
	},
	Truth: []scenario.Truth{
		stock.Holds("the transaction is committed, once", "durable"),
	},
}
