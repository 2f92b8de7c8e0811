package pool

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// PlaceWhileCancelHangs wants the place of a caller whose cancel request hangs.
var PlaceWhileCancelHangs = scenario.Scenario{
	ID:    "pool/place-while-cancel-hangs",
	Title: "the cancel request of a caller hangs, and the pool's only place is wanted",
	Why: "The driver cleans up in the background, and its place is taken so long. The next one must not wait without end, " +
		"and is served when the request is through.",
	Refs: []string{
		"jackc/pgx#2425",
		"jackc/pgx#948",
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapCancel}},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Upstream, Message: "CancelRequest"}, For: 100 * time.Millisecond}),
		step.Async(step.Query("a", "SELECT pg_sleep(0.2)", scenario.Expect{Fails: true, OrSucceeds: true})),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
		step.Release("a"),
		step.Within(5*time.Second, step.Acquire("b", expect.OK())),
		step.Query("b", "SELECT 'mine'", expect.Rows("mine")),
	},
}
