package stream

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NotificationLostInReconnect is a notification that nobody was there for.
var NotificationLostInReconnect = scenario.Scenario{
	ID:    "stream/notification-lost-in-reconnect",
	Title: "a notification is sent while its listener reconnects",
	Why: "Notifications are not kept. Whoever listens again must also look for what it has missed; nothing will tell it " +
		"that there was something.",
	Refs: []string{
		`PostgreSQL manual, "LISTEN"`,
		"riverqueue/river#1358",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Listen("a", "jobs"),
		step.Inject(fault.Reset{}),
		step.Wait("a", expect.NotSent(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionReset))),
		step.Rig("rival", "NOTIFY jobs, 'missed'"),
		step.Connect("b"),
		step.Listen("b", "jobs"),
		step.Within(80*time.Millisecond, step.Wait("b", expect.BeforeSend(pgdiag.CallerDeadline, pgdiag.RetryStatement))),
		step.Rig("rival", "NOTIFY jobs, 'seen'"),
		step.Wait("b", expect.Payload("seen")),
	},
}
