package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ClientLimit is one client more than the pooler takes.
var ClientLimit = scenario.Scenario{
	ID:    "pooler/client-limit",
	Title: "a client connects when the pooler has as many as max_client_conn allows",
	Why: "A deployment doubles the number of workers for a minute. It is the pooler that refuses, with a code that says " +
		"nothing of it; the server has connections to spare.",
	Refs: []string{
		`pgbouncer manual, "Configuration": max_client_conn`,
	},
	Given: given("session", map[string]string{"max_client_conn": "3"}),
	Steps: []scenario.Step{
		// The pooler counts a client for a moment longer than it is there.
		step.Connect("a"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Connect("b"),
		step.Query("b", "SELECT 1", expect.Rows("1")),
		step.Connect("c"),
		step.ConnectTo("d", turnedAway("protocol_violation", "08P01", pgdiag.RetryWait)),
		step.Close("a"),
		step.Close("b"),
		step.Until(released),
	},
}
