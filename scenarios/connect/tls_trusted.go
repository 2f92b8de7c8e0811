package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TLSTrusted shows a certificate that is good: it must succeed.
var TLSTrusted = scenario.Scenario{
	ID:    "connect/tls-trusted",
	Title: "the server's certificate is good",
	Why:   "The counterpart of those that must be refused. Who refuses this one, too, has checked nothing.",
	Refs: []string{
		`PostgreSQL manual, libpq "SSL Support"`,
	},
	Given: scenario.Given{Certificate: "trusted"},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.OK()),
		step.Query("a", "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()", expect.Rows("true")),
	},
}
