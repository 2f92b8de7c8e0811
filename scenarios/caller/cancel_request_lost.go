package caller

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CancelRequestLost is a cancel that never arrives.
var CancelRequestLost = scenario.Scenario{
	ID:    "caller/cancel-request-lost",
	Title: "the cancel request does not reach the server, which goes on",
	Why: "Cancelling takes a connection of its own, and that one is refused. The caller is told that it is cancelled, and " +
		"the UPDATE is carried out when the row is free. Only unknown is right.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
		"MagicStack/asyncpg: the cancel connection hangs, too",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (balance int)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (100)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rival", "BEGIN"),
		step.Rig("rival", "SELECT * FROM account FOR UPDATE"),
		step.Async(step.Query("a", "UPDATE account SET balance = 5", expect.OrSucceeds(expect.Alone(expect.GivenUp(pgdiag.CallerCancel))))),
		step.Until(stock.LockWait),
		step.Inject(fault.Refuse{}),
		step.CancelInVain("a"),
		step.Rig("rival", "COMMIT"),
		step.Until("SELECT balance = 5 FROM account"),
		step.Close("a"),
		step.Heal(),
	},
	Truth: []scenario.Truth{
		expect.Truth("the UPDATE was carried out", "SELECT balance FROM account", "5"),
	},
}
