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

// ResolveAborted asks what became of a COMMIT that the server never got.
var ResolveAborted = scenario.Scenario{
	ID:    "commit/resolve-aborted",
	Title: "COMMIT is lost on its way, and the server is asked: it is aborted",
	Why: "Only now is it known that the transaction may be run again. The server may still have to notice that its client " +
		"has gone: until then it is in progress, and who asks has to wait.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"jruby/activerecord-jdbc-adapter#1216",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Upstream, SQL: "commit"}}),
		step.Tracked(step.Commit("a", expect.Lost(pgdiag.ConnectionReset))),
		step.Resolve("a", target.ResolvedAborted),
	},
	Truth: []scenario.Truth{stock.Holds("nothing was committed")},
}
