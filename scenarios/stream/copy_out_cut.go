package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyOutCut is an export that is cut off.
var CopyOutCut = scenario.Scenario{
	ID:    "stream/copy-out-cut",
	Title: "the connection is reset in the middle of a COPY TO STDOUT",
	Why:   "Half of the rows are in the file. A file that is not complete must not look as if it were.",
	Refs: []string{
		`PostgreSQL manual, "COPY"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Message: "CopyData", Direction: wire.Downstream, Occurrence: 2}}),
		step.CopyOut("a", "COPY (SELECT n FROM generate_series(1, 3) AS n) TO STDOUT", expect.Lost(pgdiag.ConnectionReset)),
	},
}
