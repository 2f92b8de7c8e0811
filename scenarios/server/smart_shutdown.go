package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// SmartShutdown lets those who are connected go on, and nobody new come.
var SmartShutdown = scenario.Scenario{
	ID:    "server/smart-shutdown",
	Title: "a smart shutdown of the server: who is connected goes on, who comes is refused",
	Why: "A pool that makes a new connection for each failure never finds one, while those that it has are good. To wait " +
		"is right, and to drop what works is not.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P03 cannot_connect_now`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Shutdown{Mode: fault.Smart}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('in time')", expect.OK()),
		step.ConnectTo("b", shuttingDown()),
		step.Close("a"),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there", "in time")},
}
