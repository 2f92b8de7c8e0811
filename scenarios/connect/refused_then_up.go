package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RefusedThenUp waits for a server that is restarted, and tries again.
var RefusedThenUp = scenario.Scenario{
	ID:    "connect/refused-then-up",
	Title: "the server is down and refuses, twice; when it is up again, an INSERT is run on a new connection",
	Why: "A restart takes a second or a minute. A program that gives up at the first refusal is down for longer than its " +
		"server; one that waits and tries again goes on, and what it had committed before is still there.",
	Refs: []string{
		`PostgreSQL manual, "Client Connection Problems"`,
		`PostgreSQL manual, "Shutting Down the Server"`,
		"connect(2): ECONNREFUSED",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Close("a"),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Inject(fault.Refuse{}),
		step.ConnectTo("b", expect.Unreachable(pgdiag.ConnectionRefused)),
		step.ConnectTo("b", expect.Unreachable(pgdiag.ConnectionRefused)),
		step.Heal(),
		step.Connect("b"),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("both rows are there, each once", "after", "before"),
	},
}
