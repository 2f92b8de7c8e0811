package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RollbackAfterCommit is a rollback that comes too late.
var RollbackAfterCommit = scenario.Scenario{
	ID:    "caller/rollback-after-commit",
	Title: "ROLLBACK of a transaction that was committed",
	Why: "The deferred Rollback of every Go program. It changes nothing, and logs that call it an error hide the real " +
		"ones.",
	Refs: []string{
		"jackc/pgx#2557",
		"kumahq/kuma#10665",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Commit("a", expect.OK()),
		step.Rollback("a", expect.NoTransaction()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the first entry is there", "first"),
	},
}
