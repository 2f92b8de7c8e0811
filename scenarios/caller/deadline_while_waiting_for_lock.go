package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DeadlineWhileWaitingForLock is a deadline in the queue for a lock.
var DeadlineWhileWaitingForLock = scenario.Scenario{
	ID:    "caller/deadline-while-waiting-for-lock",
	Title: "the caller's deadline passes while an UPDATE waits for a row",
	Why: "Somebody holds the row. The caller goes, and the server would still do the UPDATE when the row is free: a client " +
		"that does not cancel leaves it in the queue.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
		`PostgreSQL manual, "Explicit Locking"`,
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
		step.Expires(step.Room, step.Query("a", "UPDATE account SET balance = 5", expect.GivenUp(pgdiag.CallerDeadline))),
	},
	Truth: []scenario.Truth{
		expect.Truth("the balance is as it was", "SELECT balance FROM account", "100"),
	},
}
