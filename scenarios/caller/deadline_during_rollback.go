package caller

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlineDuringRollback is a deadline while giving up.
var DeadlineDuringRollback = scenario.Scenario{
	ID:    "caller/deadline-during-rollback",
	Title: "the answer to ROLLBACK does not come in time",
	Why:   "There is nothing to fear: what was not committed is gone, whether the ROLLBACK arrived or not.",
	Refs: []string{
		`PostgreSQL manual, "ROLLBACK"`,
		"jackc/pgx#2557",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Inject(fault.Hold{At: wire.Position{Message: "CommandComplete", Tag: "ROLLBACK"}}),
		step.Expires(step.Room, step.Rollback("a", expect.RolledBack(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)))),
		step.Heal(),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
