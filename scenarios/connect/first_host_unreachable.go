package connect

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FirstHostUnreachable has a first host that nothing comes back from.
var FirstHostUnreachable = scenario.Scenario{
	ID:    "connect/first-host-unreachable",
	Title: "nothing comes back from the first host, and the second answers",
	Why: "A host that is switched off, or a firewall that says nothing: the SYN is sent again and again. The time for it " +
		"is that of one host, and not of all.",
	Refs: []string{
		`PostgreSQL manual, libpq "Specifying Multiple Hosts"`,
		"jackc/pgx#2171",
		"MagicStack/asyncpg#1155",
		"npgsql/npgsql#3619",
	},
	Given: scenario.Given{Standby: "second", Params: map[string]string{"connect_timeout": "1"}},
	Steps: []scenario.Step{
		step.Inject(fault.FullBacklog{}),
		step.Within(6*time.Second, step.ConnectTo("a", expect.OK())),
		step.Query("a", "SELECT pg_is_in_recovery()::text", expect.Rows("true")),
	},
}
