package network

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

// SilenceInTransaction lets a statement of a transaction go unanswered.
var SilenceInTransaction = scenario.Scenario{
	ID:    "network/silence-in-transaction",
	Title: "nothing is heard any more of a statement in a transaction",
	Why: "The COMMIT was never sent, so that nothing of the transaction can stay: it may be run again from its start, on " +
		"a new connection. The server may not have noticed yet, and holds its locks until it does.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": keepalives, tcp_user_timeout`,
		"npgsql/npgsql#3037",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Inject(fault.Swallow{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}),
		step.Expires(step.Room, step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.RolledBack(pgdiag.RetryReconnect, expect.Silent()))),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is not there"),
	},
}
