package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// SynchronousWaitTerminatedInAutocommit ends the session of an INSERT that waits for a standby.
var SynchronousWaitTerminatedInAutocommit = scenario.Scenario{
	ID:    "commit/synchronous-wait-terminated-in-autocommit",
	Title: "an INSERT waits for a synchronous standby and its backend is terminated",
	Why:   "The row is durable. A driver that reconnects and runs the INSERT again has it twice.",
	Refs: []string{
		`PostgreSQL manual, "Write Ahead Log": synchronous_commit`,
		"golang/go#11978",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Setting{Setting: "synchronous_standby_names", Value: "nobody"}),
		step.Async(step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", committedLocally())),
		step.Until(waitsForStandby),
		step.Rig("rival", stock.TerminateRunning),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "durable"),
	},
}
