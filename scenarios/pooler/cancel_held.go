package pooler

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CancelHeld lets a cancel request be taken before a pooler, and never answered.
var CancelHeld = scenario.Scenario{
	ID:    "pooler/cancel-held",
	Title: "a cancel request is taken and never answered, and the statement comes to its end",
	Why: "A pooler that is full holds a cancel request until it has a connection for it. Who waits for it to be answered waits " +
		"for longer than the statement takes that it was to end, and the connection is of no use meanwhile.",
	Refs: []string{
		`pgbouncer manual, "cancel_wait_timeout"`,
		"pgbouncer/pgbouncer#544",
	},
	Given: func() scenario.Given {
		g := given("transaction", map[string]string{"default_pool_size": "1"})
		g.Needs = []target.Capability{target.CapCancel}
		return g
	}(),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Direction: wire.Upstream, Message: "CancelRequest"}}),
		step.Async(step.Query("a", "INSERT INTO ledger (entry) SELECT 'done' FROM pg_sleep(0.3)", scenario.Expect{Fails: true, OrSucceeds: true})),
		step.Until(stock.Sleeps),
		step.CancelInVain("a"),
		step.Until("SELECT count(*) = 1 FROM ledger"),
		step.Close("a"),
		step.Connect("b"),
		step.Query("b", "SELECT 'next'", expect.Rows("next")),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "done")},
}
