package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyOutClosedBeforeEnd is an export of which only the end is missing.
var CopyOutClosedBeforeEnd = scenario.Scenario{
	ID:    "stream/copy-out-closed-before-end",
	Title: "the connection is closed after the last row of a COPY TO STDOUT",
	Why: "All rows are there, and the word that these are all is not. A client that takes the end of the connection for " +
		"the end of the data reports success.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": COPY Operations`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Close{At: wire.Position{Message: "CopyDone", Direction: wire.Downstream}}),
		step.CopyOut("a", "COPY (SELECT n FROM generate_series(1, 3) AS n) TO STDOUT", expect.Lost(pgdiag.ConnectionClosedByPeer)),
	},
}
