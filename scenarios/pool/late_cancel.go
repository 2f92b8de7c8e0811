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

// LateCancel lets a cancel request arrive when the connection is the next one's.
var LateCancel = scenario.Scenario{
	ID:    "pool/late-cancel",
	Title: "a cancel request is late, and arrives when the next caller of the pool uses the connection",
	Why: "A cancel names a backend and no statement. Whoever uses the connection next is told that he has cancelled, and " +
		"has not, unless the client waits until the request is done, or gives up the connection.",
	Refs: []string{
		"lib/pq#1000",
		"authzed/spicedb#2434",
		"pgjdbc/pgjdbc#412",
		"npgsql/npgsql#615",
		"pgbouncer/pgbouncer#245",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapCancel}},
	Steps: []scenario.Step{
		step.Pool(2),
		step.Acquire("a", expect.OK()),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Upstream, Message: "CancelRequest"}, For: late}),
		step.Async(step.Query("a", "SELECT pg_sleep(0.1)", scenario.Expect{Fails: true, OrSucceeds: true})),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
		step.Release("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "INSERT INTO ledger (entry) SELECT 'mine' FROM pg_sleep(0.3)", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the entry of the second caller is there", "mine")},
}

// late is how much later a cancel request arrives than its statement ends, and less than the statement of the next one takes.
const late = 150 * time.Millisecond
