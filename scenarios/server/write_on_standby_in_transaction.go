package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// WriteOnStandbyInTransaction is a transaction that came to the wrong server.
var WriteOnStandbyInTransaction = scenario.Scenario{
	ID:    "server/write-on-standby-in-transaction",
	Title: "an INSERT in a transaction on a standby",
	Why: "Reads of the transaction have worked, so that the first write fails late. Nobody has asked for read only: the " +
		"transaction belongs on another server, from its start.",
	Refs: []string{
		`PostgreSQL manual, "Hot Standby"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25006 read_only_sql_transaction`,
	},
	Given: scenario.Given{Standby: "only", SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "BEGIN", expect.InTrans()), // some libraries begin READ WRITE, which is refused here or overrides it
		step.Query("a", "SELECT count(*) FROM ledger", expect.In(expect.Rows("0"))),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('refused')", expect.Retry(pgdiag.RetryReconnect, expect.ErrorInTx("read_only_sql_transaction", "25006", "InternalError"))),
		step.Query("a", "ROLLBACK", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
