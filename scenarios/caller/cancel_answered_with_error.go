package caller

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CancelAnsweredWithError answers a cancel request, which nobody does.
var CancelAnsweredWithError = scenario.Scenario{
	ID:    "caller/cancel-answered-with-error",
	Title: "what stands in front answers the cancel request with an error, and does not pass it on",
	Why: "A cancel is answered by the end of its connection, and by nothing else. One that fails must not cost more than " +
		"itself: the caller does not hang, and does not say that the statement was ended.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
		"npgsql/npgsql#3705",
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
		step.Inject(fault.Answer{At: wire.Position{Message: "CancelRequest"}, Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "28000", Message: "no SSL"}}, Close: true}),
		step.CancelInVain("a"),
		step.Rig("rival", "COMMIT"),
		step.Until("SELECT balance = 5 FROM account"),
		step.Close("a"),
	},
	Truth: []scenario.Truth{expect.Truth("the UPDATE was carried out", "SELECT balance FROM account", "5")},
}
