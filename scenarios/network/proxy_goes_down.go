package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ProxyGoesDown closes all connections at once, behind a proxy that stays.
var ProxyGoesDown = scenario.Scenario{
	ID:    "network/proxy-goes-down",
	Title: "the way to the server goes down under an idle connection, and comes back",
	Why:   "A sidecar is replaced. What is open is lost, and a new connection works.",
	Refs: []string{
		"Shopify/toxiproxy: down",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Down{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Idle()),
		step.Heal(),
		step.Connect("b"),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('again')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("only what was written afterwards is there", "again"),
	},
}
