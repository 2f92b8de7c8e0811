package pooler

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Paused sends an INSERT to a pooler that is paused.
var Paused = scenario.Scenario{
	ID:    "pooler/paused",
	Title: "the pooler is paused, and the caller's deadline ends an INSERT",
	Why: "The server is being restarted, and the pooler holds everybody back meanwhile: to the client that is silence. " +
		"The INSERT is with the pooler, which may pass it on a moment later.",
	Refs: []string{
		`pgbouncer manual, "Administration Console": PAUSE`,
		"porsager/postgres#1089",
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Inject(fault.PoolerOrder{Order: "pause"}),
		step.Expires(step.Soon, step.Query("a", "INSERT INTO ledger (entry) VALUES ('perhaps')", expect.Silent())),
	},
	Truth: []scenario.Truth{expect.Truth("the row is there at most once", "SELECT count(*) <= 1 FROM ledger", "t")},
}
