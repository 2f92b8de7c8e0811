package network

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Jitter lets each row wait for another time.
var Jitter = scenario.Scenario{
	ID:    "network/jitter",
	Title: "every row of an answer comes a little later than the one before, each by another time",
	Why:   "A wireless link, a busy hypervisor. Nothing is lost and nothing is late: the answer is whole.",
	Refs: []string{
		"tc-netem(8): delay, jitter",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}, For: 2 * time.Millisecond, Jitter: 10 * time.Millisecond, Times: -1}),
		step.Query("a", "SELECT i FROM generate_series(1, 5) AS i", expect.Rows("1", "2", "3", "4", "5")),
	},
}
