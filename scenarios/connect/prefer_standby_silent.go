package connect

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PreferStandbySilent prefers a standby that says nothing.
var PreferStandbySilent = scenario.Scenario{
	ID:    "connect/prefer-standby-silent",
	Title: "a standby is preferred, and is silent; the primary answers",
	Why:   "The server that is not preferred must still be had, within a time of its own.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": target_session_attrs`,
		"jackc/pgx#2172",
	},
	Given: scenario.Given{Standby: "first", Params: map[string]string{"connect_timeout": "1", "target_session_attrs": "prefer-standby"}},
	Steps: []scenario.Step{
		step.InjectStandby(fault.Silence{}),
		step.Within(8*time.Second, step.ConnectTo("a", expect.OK())),
		step.Query("a", "SELECT pg_is_in_recovery()::text", expect.Rows("false")),
	},
}
