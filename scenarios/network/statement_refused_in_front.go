package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StatementRefusedInFront refuses a statement in the place of the server.
var StatementRefusedInFront = scenario.Scenario{
	ID:    "network/statement-refused-in-front",
	Title: "what stands in front refuses an INSERT itself, and the server never gets it",
	Why: "Nothing was done, and the connection is as good as before: a proxy that allows no such statement says so and " +
		"goes on.",
	Refs: []string{
		"paradigmxyz/centaur#290",
		"supabase/supavisor#459",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Answer{At: wire.Position{Direction: wire.Upstream, SQL: "INSERT"}, Say: wire.Content{Error: wire.Fields{Severity: "ERROR", SQLState: "0A000", Message: "statement is not allowed", Omit: "V"}}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('refused')", scenario.Expect{
			SQLState: []string{"0A000"}, Origin: []pgdiag.Origin{pgdiag.OriginPooler},
			Status: []pgdiag.Status{pgdiag.StatusOpen}, Tx: []pgdiag.TxStatus{pgdiag.TxIdle},
		}),
		step.Query("a", "SELECT 'mine'", expect.Rows("mine")),
	},
	Truth: []scenario.Truth{stock.Holds("nothing is there")},
}
