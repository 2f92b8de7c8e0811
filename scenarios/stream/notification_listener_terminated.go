package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NotificationListenerTerminated is a listener whose session is ended.
var NotificationListenerTerminated = scenario.Scenario{
	ID:    "stream/notification-listener-terminated",
	Title: "the backend is terminated while a notification is waited for",
	Why:   "The listener asks nothing, so nothing tells it, unless it reads what the server says.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		"element-hq/matrix-authentication-service#2625",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Listen("a", "jobs"),
		step.Inject(fault.TerminateBackend{}),
		step.Wait("a", expect.NotSent(pgdiag.RetryReconnect, expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
	},
}
