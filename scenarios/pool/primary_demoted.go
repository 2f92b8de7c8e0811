package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// PrimaryDemoted outlives the server, and finds it changed.
var PrimaryDemoted = scenario.Scenario{
	ID:    "pool/primary-demoted",
	Title: "the server comes back as a standby while a connection of the pool is out",
	Why: "After a failover the old primary answers every question and refuses every write. A pool that asks only SELECT " +
		"1 keeps it for days.",
	Refs: []string{
		"gpustack/gpustack#6105",
		"launchbadge/sqlx: read-only after failover",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Inject(fault.Demote{}),
		step.Query("a", "SELECT 1", restarted()),
		step.ReleaseBroken("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('lost')", readOnly()),
		step.Release("b"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
