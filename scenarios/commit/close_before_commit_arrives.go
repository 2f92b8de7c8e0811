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

// CloseBeforeCommitArrives takes the COMMIT off the wire and ends the connection politely.
var CloseBeforeCommitArrives = scenario.Scenario{
	ID:    "commit/close-before-commit-arrives",
	Title: "COMMIT is sent and the connection is closed before the server gets it",
	Why: "The transaction is gone. To the client it is the same as one that was committed and whose answer was lost, and " +
		"so it must say the same.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"cockroachdb/docs#9149",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Upstream, SQL: "commit"}}),
		step.Commit("a", expect.Lost(pgdiag.ConnectionClosedByPeer)),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
