package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResolveInProgress asks what became of a COMMIT that the server is still at.
var ResolveInProgress = scenario.Scenario{
	ID:    "commit/resolve-in-progress",
	Title: "the connection is reset while COMMIT checks a deferred constraint, and the server is asked: it is in progress",
	Why: "It is neither committed nor aborted, and will be one of them: the server has not noticed that its client is gone. " +
		"A retry now runs beside the first, and a report of failure comes before its success.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		`PostgreSQL manual, "Connection Settings": client_connection_check_interval`,
	},
	Given: scenario.Given{Own: true, SQL: append(append([]string(nil), stock.Ledger...),
		"CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NULL; END $$",
		"CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()"), Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("gate", "SELECT pg_advisory_lock(7)"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('perhaps')", expect.InTrans()),
		step.Async(step.Tracked(step.Commit("a", expect.Lost(pgdiag.ConnectionReset)))),
		step.Until(stock.LockWait),
		// A client may ask to cancel what it has lost, and the server would do so.
		step.Inject(fault.Freeze{Backends: true}),
		step.Inject(fault.Reset{}),
		step.Within(4*step.Room, step.Resolve("a", target.ResolvedInProgress)),
		step.Heal(),
		step.Rig("gate", "SELECT pg_advisory_unlock(7)"),
	},
	Truth: []scenario.Truth{
		expect.Truth("the row is there at most once", "SELECT count(*) <= 1 FROM ledger", "t"),
	},
}
