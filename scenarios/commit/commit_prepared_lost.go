package commit

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

// CommitPreparedLost loses the answer to a COMMIT PREPARED.
var CommitPreparedLost = scenario.Scenario{
	ID:    "commit/commit-prepared-lost",
	Title: "the connection is reset before the answer to COMMIT PREPARED arrives",
	Why: "The second phase was carried out and nobody heard of it. The coordinator must look whether the name is still " +
		"there; it must not roll back.",
	Refs: []string{
		`PostgreSQL manual, "COMMIT PREPARED"`,
		`PostgreSQL manual, "pg_prepared_xacts"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('prepared')", expect.InTrans()),
		step.Query("a", "PREPARE TRANSACTION 'order 8'", expect.OK()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"}}),
		step.Query("a", "COMMIT PREPARED 'order 8'", expect.Lost(pgdiag.ConnectionReset)),
	},
	Truth: []scenario.Truth{
		stock.Holds("it is committed, once", "prepared"),
		expect.Truth("nothing waits", "SELECT gid FROM pg_prepared_xacts"),
	},
}
