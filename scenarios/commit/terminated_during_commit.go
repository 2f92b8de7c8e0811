package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TerminatedDuringCommit ends the session while COMMIT is at work.
var TerminatedDuringCommit = scenario.Scenario{
	ID:    "commit/terminated-during-commit",
	Title: "the backend is terminated while COMMIT checks a deferred constraint",
	Why: "The server says that it ends the session before it has said that it has committed: after that point it would " +
		"not have let itself be disturbed.",
	Refs: []string{
		`PostgreSQL manual, "Server Signaling Functions"`,
		"PostgreSQL source, xact.c: interrupts are held while a transaction commits",
	},
	Given: scenario.Given{SQL: append(append([]string(nil), stock.Ledger...),
		"CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(10); RETURN NULL; END $$",
		"CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()"), Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.TerminateBackend{Running: "commit"}),
		step.Commit("a", terminated()),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was committed"),
	},
}
