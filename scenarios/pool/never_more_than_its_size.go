package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NeverMoreThanItsSize counts the connections of a pool whose connections end.
var NeverMoreThanItsSize = scenario.Scenario{
	ID:    "pool/never-more-than-its-size",
	Title: "several wait for a pool of two whose connections are ended, and it never has more than two",
	Why: "The server has so many places for this program and no more. A pool that replaces a connection before it has let " +
		"go of it, or that counts only those which it hands out, takes the places of others when all is at its worst.",
	Refs: []string{
		`PostgreSQL manual, "Connection Settings": max_connections`,
	},
	Bounds: scenario.Bounds{Connections: 2},
	Steps: []scenario.Step{
		step.Pool(2),
		step.Acquire("a", expect.OK()),
		step.Acquire("b", expect.OK()),
		step.Async(step.Acquire("c", expect.OK())),
		step.Async(step.Acquire("d", expect.OK())),
		step.Inject(fault.TerminateBackend{}),
		step.Await(),
		step.Query("a", "SELECT 1", scenario.Expect{Fails: true}),
		step.Query("b", "SELECT 1", scenario.Expect{Fails: true}),
		step.ReleaseBroken("a"),
		step.ReleaseBroken("b"),
		step.Query("c", "SELECT 'mine'", expect.Rows("mine")),
		step.Query("d", "SELECT 'mine too'", expect.Rows("mine too")),
	},
}
