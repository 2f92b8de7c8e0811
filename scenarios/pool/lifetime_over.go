package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LifetimeOver is a connection that has become too old while the server takes no new ones.
var LifetimeOver = scenario.Scenario{
	ID:    "pool/lifetime-over",
	Title: "a connection outlives its lifetime during an outage, is given back, and the server refuses another",
	Why: "A lifetime is there so that a change is found in time: another primary, another password. What is too old is " +
		"not handed out, also where nothing else is to be had; and when the server is back one question is enough.",
	Refs: []string{
		"jackc/pgx: pgxpool.Config.MaxConnLifetime",
		"ory/hydra#3432",
		"grafana/grafana#131104",
	},
	Steps: []scenario.Step{
		step.MaxLifetime(lifetime, step.Pool(1)),
		step.Acquire("a", expect.OK()),
		step.Inject(fault.Refuse{}),
		step.Query("a", "SELECT pg_sleep(0.1)", expect.OK()),
		step.Release("a"),
		step.Acquire("b", expect.Unreachable(pgdiag.ConnectionRefused)),
		step.Heal(),
		step.Acquire("c", expect.OK()),
		step.Query("c", "SELECT 'new'", expect.Rows("new")),
	},
}
