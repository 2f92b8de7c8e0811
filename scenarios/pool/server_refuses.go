package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerRefuses can not make a connection.
var ServerRefuses = scenario.Scenario{
	ID:    "pool/server-refuses",
	Title: "the pool has no connection and the server refuses",
	Why:   "The pool has room and the server is away. It is not the pool that is exhausted, and waiting is right.",
	Refs: []string{
		`PostgreSQL manual, "Client Connection Problems"`,
		"grafana/grafana#131104",
	},
	Steps: []scenario.Step{
		step.Pool(2),
		step.Inject(fault.Refuse{}),
		step.Acquire("a", expect.Unreachable(pgdiag.ConnectionRefused)),
		step.Heal(),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 1", expect.Rows("1")),
	},
}
