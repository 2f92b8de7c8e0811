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

// CloseAfterCommitSent loses the reply to a COMMIT that was carried out, and ends politely.
var CloseAfterCommitSent = scenario.Scenario{
	ID:    "commit/close-after-commit-sent",
	Title: "the server commits and the connection is closed before it can say so",
	Why: "A proxy in front of the server restarts at the wrong moment. The transaction is durable, and a polite end says " +
		"no more about it than a rude one.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"dotnet/efcore#22904",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"}}),
		step.Commit("a", expect.Lost(pgdiag.ConnectionClosedByPeer)),
	},
	Truth: []scenario.Truth{
		stock.Holds("the transaction is committed, once", "durable"),
	},
}
