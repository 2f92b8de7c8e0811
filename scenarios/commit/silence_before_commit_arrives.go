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

// SilenceBeforeCommitArrives loses the COMMIT on its way, and says nothing.
var SilenceBeforeCommitArrives = scenario.Scenario{
	ID:    "commit/silence-before-commit-arrives",
	Title: "COMMIT is lost on its way and the connection stays open",
	Why: "The server waits for a COMMIT that it will never get, and rolls back when the client is gone. The client can " +
		"not tell this from a COMMIT that was carried out.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"tcp(7): TCP_USER_TIMEOUT",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.Swallow{At: wire.Position{Direction: wire.Upstream, SQL: "commit"}, Only: wire.Upstream}),
		step.Expires(step.Room, step.Commit("a", expect.Silent())),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
