package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BeginGivenUp gives a connection back on which a transaction was begun after all.
var BeginGivenUp = scenario.Scenario{
	ID:    "pool/begin-given-up",
	Title: "the answer to BEGIN comes after its caller has given up, and the next one writes",
	Why: "The server has begun a transaction of which the library knows nothing: nobody will commit it. Who gets the connection next " +
		"writes into it, is told of a success, and loses everything.",
	Refs: []string{
		"transact-rs/sqlx#4385",
		"rust-postgres/rust-postgres#1120",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "BEGIN"}, For: 2 * step.Room}),
		step.Expires(step.Room, scenario.Step{Do: &scenario.Do{
			Op: target.OpBegin, Session: "a", Expect: expect.RolledBack(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)),
		}}),
		step.ReleaseBroken("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('own')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("what was reported done is there", "own"),
	},
}
