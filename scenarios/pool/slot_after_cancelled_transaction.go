package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// SlotAfterCancelledTransaction cancels in a transaction, and wants the place again.
var SlotAfterCancelledTransaction = scenario.Scenario{
	ID:    "pool/slot-after-cancelled-transaction",
	Title: "the caller cancels in a transaction, and the pool's only place is wanted again",
	Why:   "A library that skips the rollback of a caller who has cancelled never gives the place back.",
	Refs: []string{
		"hatchet-dev/hatchet#4364",
		"do-indeksa/platform#345",
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapCancel, target.CapTx}},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Begin("a"),
		step.Async(step.Query("a", "SELECT pg_sleep(5)", scenario.Expect{Fails: true, Condition: []pgdiag.Condition{pgdiag.CallerCancel, "query_canceled"}})),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
		step.Rollback("a", scenario.Expect{Fails: true, OrSucceeds: true}),
		step.Release("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'mine'", expect.Rows("mine")),
	},
}
