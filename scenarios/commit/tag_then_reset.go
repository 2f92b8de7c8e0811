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

// TagThenReset ends the connection between the tag of COMMIT and the ReadyForQuery.
var TagThenReset = scenario.Scenario{
	ID:    "commit/tag-then-reset",
	Title: "COMMIT is answered and the connection is reset before ReadyForQuery",
	Why: "The server has said COMMIT, and nothing that comes after can take it back. A library that reports the error of " +
		"the socket alone hides what it knows.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
		"sfackler/rust-postgres#833",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT", Offset: wire.Whole}}),
		step.Commit("a", expect.Or(expect.Committed(expect.Lost(pgdiag.ConnectionReset)), expect.Lost(pgdiag.ConnectionReset))),
	},
	Truth: []scenario.Truth{
		stock.Holds("the transaction is committed, once", "durable"),
	},
}
