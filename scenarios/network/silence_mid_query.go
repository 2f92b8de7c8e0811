package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// SilenceMidQuery lets the server work on a question, and the client hear nothing at all.
var SilenceMidQuery = scenario.Scenario{
	ID:    "network/silence-mid-query",
	Title: "a SELECT is being carried out when the way back falls silent: not one byte of its answer comes",
	Why: "A firewall drops the state of a connection that was quiet for the length of a report. The server does its work " +
		"and answers, nothing is closed and no error comes, however long one waits: only the caller's deadline ends it.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": keepalives, tcp_user_timeout`,
		"porsager/postgres#1089",
		"pgjdbc/pgjdbc#1508",
		"npgsql/npgsql#3037",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("gate", "SELECT pg_advisory_lock(7)"),
		step.Async(step.Expires(2*step.Room, step.Query("a", "SELECT 7 FROM pg_advisory_xact_lock(7)", expect.Silent()))),
		step.Until(stock.LockWait),
		step.Inject(fault.Swallow{}),
		step.Rig("gate", "SELECT pg_advisory_unlock(7)"),
		step.Await(),
		step.Connect("b"),
		step.Query("b", "SELECT 8", expect.Rows("8")),
	},
}
