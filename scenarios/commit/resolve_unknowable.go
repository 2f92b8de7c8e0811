package commit

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResolveUnknowable asks a server for a transaction of another one.
var ResolveUnknowable = scenario.Scenario{
	ID:    "commit/resolve-unknowable",
	Title: "the answer to COMMIT is lost, a standby is promoted, and the new primary is asked: nobody can know",
	Why: "The new primary goes on from where the old one had come to when they last spoke. It may lack the transaction, " +
		"and may have given its id to another: what it says of the id, in its own good faith, proves nothing.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		`PostgreSQL manual, "Continuous Archiving and Point-in-Time Recovery (PITR)": Timelines`,
		`PostgreSQL manual, "Failover"`,
	},
	Given: scenario.Given{
		SQL: stock.Ledger, Needs: []target.Capability{target.CapTx},
		Standby: "second", Params: map[string]string{"target_session_attrs": "read-write"},
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('durable')", expect.InTrans()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"}}),
		step.Tracked(step.Commit("a", expect.Lost(pgdiag.ConnectionReset))),
		step.Inject(fault.Promote{}),
		step.Inject(fault.Refuse{}),
		step.Within(5*time.Second, step.Resolve("a", target.ResolvedUnknowable)),
	},
	Truth: []scenario.Truth{stock.Holds("the former primary has it", "durable")},
}
