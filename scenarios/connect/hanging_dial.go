package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// HangingDial is a host that does not answer at all.
var HangingDial = scenario.Scenario{
	ID:    "connect/hanging-dial",
	Title: "the connect hangs, as to a host that is down",
	Why: "Nobody refuses: the packets go nowhere. The system alone gives up after two minutes; a program without a limit " +
		"of its own for connecting hangs for that long, for each host of its list.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": connect_timeout`,
		"tcp(7): tcp_syn_retries",
	},
	Steps: []scenario.Step{
		step.Inject(fault.FullBacklog{}),
		step.Expires(step.Soon, step.ConnectTo("a", expect.Unanswered())),
		step.Heal(),
		step.Connect("b"),
	},
}
