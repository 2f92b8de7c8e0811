package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ReadWriteOnStandby is a transaction that a standby does not begin.
var ReadWriteOnStandby = scenario.Scenario{
	ID:    "server/read-write-on-standby",
	Title: "BEGIN READ WRITE on a standby",
	Why: "The standby refuses it as a feature that there is not. It works on the primary: to give up for good is as wrong here as " +
		"after a write that was refused by its own code.",
	Refs: []string{
		`PostgreSQL manual, "Hot Standby": BEGIN READ WRITE`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 0A000 feature_not_supported`,
		"eclipse-vertx/vertx-sql-client#981",
	},
	Given: scenario.Given{Standby: "only", SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT count(*) FROM ledger", expect.Rows("0")),
		step.Query("a", "BEGIN READ WRITE", notOnStandby()),
	},
	Truth: []scenario.Truth{stock.Holds("the ledger is empty")},
}
