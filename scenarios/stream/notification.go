package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Notification is a notification that arrives.
var Notification = scenario.Scenario{
	ID:    "stream/notification",
	Title: "a notification arrives while it is waited for",
	Why:   "The measure of what follows.",
	Refs: []string{
		`PostgreSQL manual, "NOTIFY"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Listen("a", "jobs"),
		step.Rig("rival", "NOTIFY jobs, 'one'"),
		step.Wait("a", expect.Payload("one")),
	},
}
