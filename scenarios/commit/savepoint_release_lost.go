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

// SavepointReleaseLost loses the answer to a RELEASE.
var SavepointReleaseLost = scenario.Scenario{
	ID:    "commit/savepoint-release-lost",
	Title: "the connection is reset before the answer to RELEASE SAVEPOINT arrives",
	Why: "RELEASE is no commit: what was done under the savepoint is the transaction's, and ends with it. It may be run " +
		"again from its start.",
	Refs: []string{
		`PostgreSQL manual, "RELEASE SAVEPOINT"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SAVEPOINT s", expect.InTrans()),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "RELEASE"}}),
		step.Query("a", "RELEASE SAVEPOINT s", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionReset))),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
