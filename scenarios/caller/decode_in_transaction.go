package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DecodeInTransaction is an answer that can not be read, in a transaction.
var DecodeInTransaction = scenario.Scenario{
	ID:    "caller/decode-in-transaction",
	Title: "a NULL is read into a variable that has none, in a transaction",
	Why:   "The server knows nothing of it: the transaction is as good as before, and still the caller's to end.",
	Refs: []string{
		"jackc/pgx: ScanArgError",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.QueryRow("a", "SELECT NULL::int", nil, step.Types("int8"), expect.Open(expect.Delivered(pgdiag.DecodeFailure, "DataError"))),
		step.Commit("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the first entry is there", "first"),
	},
}
