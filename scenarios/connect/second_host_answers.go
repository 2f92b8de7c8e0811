package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SecondHostAnswers finds the second of two hosts.
var SecondHostAnswers = scenario.Scenario{
	ID:    "connect/second-host-answers",
	Title: "the first host refuses, and the second answers",
	Why:   "One of two servers is down, and nobody should notice who only reads.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": host`,
		`PostgreSQL manual, libpq "Specifying Multiple Hosts"`,
	},
	Given: scenario.Given{Standby: "second"},
	Steps: []scenario.Step{
		step.Inject(fault.Refuse{}),
		step.ConnectTo("a", expect.OK()),
		step.Query("a", "SELECT pg_is_in_recovery()::text", expect.Rows("true")),
	},
}
