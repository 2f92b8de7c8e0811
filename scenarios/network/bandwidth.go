package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Bandwidth lets an answer through slowly.
var Bandwidth = scenario.Scenario{
	ID:    "network/bandwidth",
	Title: "an answer comes as slowly as a narrow link lets it",
	Why: "A backup runs over the same link. As long as bytes come the answer is on its way: a client must not take slow " +
		"for silent.",
	Refs: []string{
		"tc-tbf(8)",
		"riverqueue/river#917",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Bandwidth{Rate: 500}),

		step.CopyOut("a", "COPY (SELECT repeat('x', 10000) FROM generate_series(1, 5)) TO STDOUT", slowly()),
	},
}
