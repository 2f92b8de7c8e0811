package pooler

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerConnectionsRenewed goes on when the pooler makes its connections to the server anew.
var ServerConnectionsRenewed = scenario.Scenario{
	ID:    "pooler/server-connections-renewed",
	Title: "the pooler is told to make its connections to the server anew, then an INSERT is run",
	Why: "The server has got another address, and the pooler is to find it. In transaction pooling no client should " +
		"notice: neither an error, nor a statement that was run twice.",
	Refs: []string{
		`pgbouncer manual, "Administration Console": RECONNECT`,
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Inject(fault.PoolerOrder{Order: "reconnect"}),
		step.Until("SELECT NOT (" + served + ")"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("both rows are there, each once", "after", "before")},
}
