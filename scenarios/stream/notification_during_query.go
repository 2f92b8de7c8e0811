package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NotificationDuringQuery is a notification that arrives beside a question.
var NotificationDuringQuery = scenario.Scenario{
	ID:    "stream/notification-during-query",
	Title: "a notification arrives together with the answer to a query",
	Why:   "It comes between the rows of a conversation that is about something else, and must not be lost.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Asynchronous Operations`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Listen("a", "jobs"),
		step.Rig("rival", "NOTIFY jobs, 'one'"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Wait("a", expect.Payload("one")),
	},
}
