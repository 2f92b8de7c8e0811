package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CloseWhileIdle ends the connection politely while nobody uses it.
var CloseWhileIdle = scenario.Scenario{
	ID:    "network/close-while-idle",
	Title: "the connection is closed while idle, then an INSERT is tried on it",
	Why: "A load balancer closes what has been idle for too long, in the proper way. The end has arrived long before the " +
		"statement is sent: a client that looks first knows that nothing was executed, and one that does not look must " +
		"not say more than that it does not know.",
	Refs: []string{
		"jackc/pgx#974",
		"sqlalchemy/sqlalchemy#11522",
		"ory/hydra#3432",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Close{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Idle()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is not there"),
	},
}
