package connect

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FirstHostSilent has a first host that takes every connection, and says nothing.
var FirstHostSilent = scenario.Scenario{
	ID:    "connect/first-host-silent",
	Title: "the first host takes the connection and says nothing, and the second answers",
	Why:   "connect_timeout is for each host. A client that spends the whole time on the first never reaches the second.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": connect_timeout`,
		"jackc/pgx#2171",
		"jackc/pgx#2172",
		"MagicStack/asyncpg#1155",
		"npgsql/npgsql#3619",
	},
	Given: scenario.Given{Standby: "second", Params: map[string]string{"connect_timeout": "1"}},
	Steps: []scenario.Step{
		step.Inject(fault.Silence{}),
		step.Within(6*time.Second, step.ConnectTo("a", expect.OK())),
		step.Query("a", "SELECT pg_is_in_recovery()::text", expect.Rows("true")),
	},
}
