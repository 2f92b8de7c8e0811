package stream

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NotificationWaitDeadline is a wait in which nothing happens.
var NotificationWaitDeadline = scenario.Scenario{
	ID:    "stream/notification-wait-deadline",
	Title: "the caller's deadline passes while it waits for a notification",
	Why: "Nothing came, and nothing is wrong: the connection goes on listening. A library that closes it loses what comes " +
		"next.",
	Refs: []string{
		`PostgreSQL manual, "NOTIFY"`,
		"jackc/pgx: WaitForNotification leaves the connection open",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Listen("a", "jobs"),
		step.Within(80*time.Millisecond, step.Wait("a", expect.BeforeSend(pgdiag.CallerDeadline, pgdiag.RetryStatement))),
		step.Rig("rival", "NOTIFY jobs, 'one'"),
		step.Wait("a", expect.Payload("one")),
	},
}
