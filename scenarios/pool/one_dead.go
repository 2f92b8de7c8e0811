package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// OneDead loses one connection of two.
var OneDead = scenario.Scenario{
	ID:    "pool/one-dead",
	Title: "one connection of the pool is reset, and another is not",
	Why: "A node of a balancer is gone. The one connection is lost and must not come back; the others are as good as " +
		"before.",
	Refs: []string{
		"jackc/pgx#494",
		"jackc/pgx#974",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Pool(2),
		step.Acquire("a", expect.OK()),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 1", expect.Rows("1")),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Lost(pgdiag.ConnectionReset)),
		step.Query("b", "SELECT 1", expect.Rows("1")),
		step.ReleaseBroken("a"),
		step.Acquire("c", expect.OK()),
		step.Query("c", "SELECT 'new'", expect.Rows("new")),
		step.Query("b", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
