package network

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SlowClose delays the end of a connection.
var SlowClose = scenario.Scenario{
	ID:    "network/slow-close",
	Title: "the end of a connection takes its time, and its owner closes it",
	Why:   "Closing must not wait for the other side: a program that shuts down hangs in its last line.",
	Refs: []string{
		"tcp(7): SO_LINGER",
		"Shopify/toxiproxy: slow_close",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Inject(fault.SlowClose{Delay: 60 * time.Millisecond}),
		step.Close("a"),
		step.Await(),
	},
}
