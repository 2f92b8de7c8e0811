package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResolveCommitted asks what became of a COMMIT that the server has carried out.
var ResolveCommitted = scenario.Scenario{
	ID:    "commit/resolve-committed",
	Title: "the answer to COMMIT is lost, and the server is asked: it is committed",
	Why: "The server keeps what became of each transaction, for who has taken its id before. Who asks need not guess, and " +
		"does not order twice.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"jackc/pgx#1223",
		"dotnet/efcore#22904",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"}}),
		step.Tracked(step.Commit("a", expect.Lost(pgdiag.ConnectionReset))),
		step.Resolve("a", target.ResolvedCommitted),
	},
	Truth: []scenario.Truth{stock.Holds("the transaction is committed, once", "durable")},
}
