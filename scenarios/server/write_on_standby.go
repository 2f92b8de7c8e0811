package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// WriteOnStandby is a write that came to the wrong server.
var WriteOnStandby = scenario.Scenario{
	ID:    "server/write-on-standby",
	Title: "an INSERT on a standby",
	Why: "The name in the DNS leads to the replica. To try again here is of no use; another connection may lead to the " +
		"primary.",
	Refs: []string{
		`PostgreSQL manual, "Hot Standby"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25006 read_only_sql_transaction`,
		"temporalio/temporal#6100",
	},
	Given: scenario.Given{Standby: "only", SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT count(*) FROM ledger", expect.Rows("0")),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('refused')", expect.Retry(pgdiag.RetryReconnect, expect.Error("read_only_sql_transaction", "25006", "InternalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
