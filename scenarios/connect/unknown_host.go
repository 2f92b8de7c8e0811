package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UnknownHost asks for a host whose name nobody knows.
var UnknownHost = scenario.Scenario{
	ID:    "connect/unknown-host",
	Title: "the name of the host is not known",
	Why: "A name was mistyped, or the record of a service is not there yet. No server was asked, and none is to blame; a " +
		"new name takes a while until everybody knows it, so that waiting may help.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": host`,
		"RFC 1035, 2.3.4: a label has 63 octets at most",
		"getaddrinfo(3): EAI_NONAME",
	},
	Given: scenario.Given{Params: map[string]string{"host": nowhere}},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.Unreachable(pgdiag.HostNotFound)),
	},
}
