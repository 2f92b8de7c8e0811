package commit

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// OfFailedTransaction is a COMMIT that the server answers with ROLLBACK.
var OfFailedTransaction = scenario.Scenario{
	ID:    "commit/of-failed-transaction",
	Title: "COMMIT of a failed transaction is answered with ROLLBACK",
	Why: "It is no error to the server: the tag alone says that nothing was committed. A client that does not read it " +
		"reports an order as placed that nobody has.",
	Refs: []string{
		`PostgreSQL manual, "COMMIT"`,
		"pgjdbc/pgjdbc#1697",
		"sfackler/rust-postgres#1342",
		"erleans/pgo#131",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Query("a", "SELECT 1 / 0", expect.ErrorInTx("division_by_zero", "22012", "DataError")),
		step.Commit("a", answeredWithRollback("22012")),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
