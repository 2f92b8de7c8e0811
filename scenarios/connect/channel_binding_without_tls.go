package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ChannelBindingWithoutTLS requires a channel binding where there is no encryption to bind to.
var ChannelBindingWithoutTLS = scenario.Scenario{
	ID:    "connect/channel-binding-without-tls",
	Title: "the client requires channel binding and there is no TLS",
	Why:   "Somebody has made a policy and forgotten the other half. The client refuses, before it has said its password.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": channel_binding`,
	},
	Given: scenario.Given{Params: map[string]string{"channel_binding": "require", "sslmode": "disable"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", policy()),
	},
}
