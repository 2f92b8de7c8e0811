package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UnknownFirstHost finds the second of two hosts, where the name of the first is not known.
var UnknownFirstHost = scenario.Scenario{
	ID:    "connect/unknown-first-host",
	Title: "the name of the first host is not known, and the second answers",
	Why: "One of two servers was taken out of service, and its name with it. A client that looks up all names before it " +
		"dials, or ends at the first failure, is down although its server is up.",
	Refs: []string{
		`PostgreSQL manual, libpq "Specifying Multiple Hosts"`,
		"getaddrinfo(3): EAI_NONAME",
	},
	Given: scenario.Given{Params: map[string]string{"host": nowhere + ",127.0.0.1"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.OK()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
