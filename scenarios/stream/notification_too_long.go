package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NotificationTooLong is a notification with too much in it.
var NotificationTooLong = scenario.Scenario{
	ID:    "stream/notification-too-long",
	Title: "NOTIFY with a payload that is too long",
	Why:   "The job grew and is sent with all its data. 8000 bytes are the limit, and the transaction around it is lost.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22023 invalid_parameter_value`,
		`PostgreSQL manual, "NOTIFY"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT pg_notify('jobs', repeat('x', 8000))", expect.Data("invalid_parameter_value", "22023")),
	},
}
