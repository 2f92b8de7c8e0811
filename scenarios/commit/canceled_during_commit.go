package commit

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CanceledDuringCommit cancels COMMIT while it is at work.
var CanceledDuringCommit = scenario.Scenario{
	ID:    "commit/canceled-during-commit",
	Title: "COMMIT is cancelled from the server's side while it checks a deferred constraint",
	Why: "An administrator has cancelled what took so long, and it was a COMMIT. It is rolled back, and the connection " +
		"is fine.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
	},
	Given: scenario.Given{SQL: append(append([]string(nil), stock.Ledger...),
		"CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(10); RETURN NULL; END $$",
		"CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()"), Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Async(step.Commit("a", expect.Scope(pgdiag.ScopeTransaction, expect.Error("query_canceled", "57014", "QueryCanceledError")))),
		// A COMMIT that is cancelled before it checks has not begun to commit, and leaves the transaction to be rolled back.
		step.Until(stock.Sleeps),
		step.Rig("rival", stock.CancelRunning),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
