package pooler

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

// CancelLate lets a cancel request arrive late, behind which a pooler is.
var CancelLate = scenario.Scenario{
	ID:    "pooler/cancel-late",
	Title: "a cancel request reaches the pooler late, when others use its server connections",
	Why: "The key of a cancel is the pooler's own, and it must find out whose statement runs where by then. Nobody else " +
		"may be cancelled.",
	Refs: []string{
		"pgbouncer/pgbouncer#245",
	},
	Given: func() scenario.Given {
		g := given("transaction", map[string]string{"default_pool_size": "1"})
		g.Needs = []target.Capability{target.CapCancel}
		return g
	}(),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Upstream, Message: "CancelRequest"}, For: 400 * time.Millisecond}),
		step.Async(step.Query("a", "SELECT pg_sleep(0.3)", scenario.Expect{Fails: true, OrSucceeds: true})),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
		step.Query("b", "INSERT INTO ledger (entry) SELECT 'mine' FROM pg_sleep(0.3)", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the entry of the second caller is there", "mine")},
}
