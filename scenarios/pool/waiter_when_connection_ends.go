package pool

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// WaiterWhenConnectionEnds ends the connection that somebody waits for.
var WaiterWhenConnectionEnds = scenario.Scenario{
	ID:    "pool/waiter-when-connection-ends",
	Title: "somebody waits for the only connection of the pool when the server ends it",
	Why: "The place is free when its connection is given back, dead or not. The waiter must be served by a new one, and " +
		"not wait for ever.",
	Refs: []string{
		"porsager/postgres#1195",
		"porsager/postgres#1186",
		"riverqueue/river#695",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Async(step.Within(5*time.Second, step.Acquire("b", expect.OK()))),
		step.Inject(fault.TerminateBackend{}),
		step.Await(),
		step.Query("a", "SELECT 1", scenario.Expect{Fails: true, Status: []pgdiag.Status{pgdiag.StatusFaulty}}),
		step.ReleaseBroken("a"),
		step.Query("b", "SELECT 'mine'", expect.Rows("mine")),
	},
}
