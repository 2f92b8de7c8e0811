package network

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ReadyTooEarly says that the server is ready in the midst of an answer.
var ReadyTooEarly = scenario.Scenario{
	ID:    "network/ready-too-early",
	Title: "a ReadyForQuery comes in the middle of an answer, which goes on after it",
	Why:   "Poolers and others have sent it. Whoever believes it gives the next question what is left of this answer.",
	Refs: []string{
		"postgresml/pgcat#137",
		"electric-sql/pglite#958",
		"crate/crate#13904",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}, Say: wire.Content{Hex: "5a0000000549"}}),
		// What is left comes later, and the next answer later still: what a client makes of it does not depend on how much it reads
		// at a time.
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}, For: 30 * time.Millisecond}),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Downstream, Message: "RowDescription", Occurrence: 2}, For: 30 * time.Millisecond}),
		step.Query("a", "SELECT 'one'", scenario.Expect{Fails: true, OrSucceeds: true, Rows: expect.Table("one")}),
		step.Query("a", "SELECT 'two'", scenario.Expect{Fails: true, OrSucceeds: true, Rows: expect.Table("two")}),
		step.Query("a", "SELECT 'three'", scenario.Expect{Fails: true, OrSucceeds: true, Rows: expect.Table("three")}),
	},
}
