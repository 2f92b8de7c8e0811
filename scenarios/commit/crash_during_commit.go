package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CrashDuringCommit crashes the server while COMMIT waits for a standby.
var CrashDuringCommit = scenario.Scenario{
	ID:    "commit/crash-during-commit",
	Title: "another process crashes while COMMIT is under way, and the server restarts",
	Why: "The server ends every session and recovers from its log. Whether the COMMIT was in it nobody on this side can " +
		"know: here it was.",
	Refs: []string{
		`PostgreSQL manual, "Error Handling": restart_after_crash`,
		"oss-tsukuba/gfarm#281",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Setting{Setting: "synchronous_standby_names", Value: "nobody"}),
		step.Async(step.Commit("a", crashed())),
		step.Until(waitsForStandby),
		step.Inject(fault.Crash{}),
	},
	Truth: []scenario.Truth{
		stock.Holds("the transaction is committed, once", "durable"),
	},
}
