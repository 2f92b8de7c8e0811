package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyOutSilent is an export that stops.
var CopyOutSilent = scenario.Scenario{
	ID:    "stream/copy-out-silent",
	Title: "nothing more comes in the middle of a COPY TO STDOUT",
	Why:   "The deadline of the caller is all that ends it.",
	Refs: []string{
		`PostgreSQL manual, "COPY"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Message: "CopyData", Direction: wire.Downstream, Occurrence: 2}}),
		step.Expires(step.Room, step.CopyOut("a", "COPY (SELECT n FROM generate_series(1, 3) AS n) TO STDOUT", expect.GivenUp(pgdiag.CallerDeadline))),
		step.Heal(),
	},
}
