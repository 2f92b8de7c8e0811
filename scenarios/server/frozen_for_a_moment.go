package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// FrozenForAMoment is a server that hangs for less than the caller is willing to wait.
var FrozenForAMoment = scenario.Scenario{
	ID:    "server/frozen-for-a-moment",
	Title: "the server freezes for a moment, and goes on before the deadline",
	Why: "A checkpoint, a snapshot of the virtual machine. A client that gives up, or that sends the statement once more " +
		"on another connection, makes of a short wait a row too many.",
	Refs: []string{
		`PostgreSQL manual, "WAL Configuration": checkpoints`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Freeze{Backends: true}),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.OK()))),
		step.Await(),
		step.Heal(),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "once")},
}
