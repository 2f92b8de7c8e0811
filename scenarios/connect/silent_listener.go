package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SilentListener takes the connection and does not even read.
var SilentListener = scenario.Scenario{
	ID:    "connect/silent-listener",
	Title: "the connection is accepted by something that says nothing",
	Why:   "The listener's process is stopped: the kernel accepts in its name.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": connect_timeout`,
		"launchbadge/sqlx#4355",
	},
	Steps: []scenario.Step{
		step.Inject(fault.Silence{}),
		step.Expires(step.Soon, step.ConnectTo("a", expect.Unanswered())),
		step.Heal(),
		step.Connect("b"),
	},
}
