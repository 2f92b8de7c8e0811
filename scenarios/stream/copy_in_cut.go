package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyInCut is a COPY that is cut before its end.
var CopyInCut = scenario.Scenario{
	ID:    "stream/copy-in-cut",
	Title: "the connection is reset when the end of a COPY is sent",
	Why: "An import of an hour, and the line breaks at its end. The server has not got the end, and keeps nothing; from " +
		"here that can not be told from the next scenario.",
	Refs: []string{
		`PostgreSQL manual, "COPY"`,
		`PostgreSQL manual, "Message Flow": COPY Operations`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Message: "CopyDone", Direction: wire.Upstream}}),
		step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.Lost(pgdiag.ConnectionReset), "a", "b"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
