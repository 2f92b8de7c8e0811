package stream

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ListenerWatched looks whether a listener is alive, and it is.
var ListenerWatched = scenario.Scenario{
	ID:    "stream/listener-watched",
	Title: "a listener looks now and then whether its connection is alive, and a notification comes between",
	Why: "Who looks must not lose what comes while he looks: a notification may come with the answer to the question, or " +
		"before it.",
	Refs: []string{
		"jackc/pgx#1831",
		"npgsql/npgsql#446",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Listen("a", "jobs"),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Downstream, Message: "ReadyForQuery"}, For: 20 * time.Millisecond}),
		step.Async(step.Watch(step.Room, step.Wait("a", expect.Payload("one")))),
		step.Await(),
		step.Rig("rival", "NOTIFY jobs, 'one'"),
	},
}
