package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SilenceWhileIdle is a peer that has gone without a word before the statement was sent.
var SilenceWhileIdle = scenario.Scenario{
	ID:    "network/silence-while-idle",
	Title: "the peer is gone without a word, then a statement is sent on the idle connection",
	Why: "A firewall has forgotten the connection and drops what comes. The write succeeds, into the kernel's buffer, " +
		"and no answer ever comes; a check of the connection hangs in the same hole.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": keepalives, tcp_user_timeout`,
		"MemMachine/MemMachine#1552",
		"jackc/pgx#948",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1", expect.OK()),
		step.Inject(fault.Hold{}),
		step.Expires(step.Soon, step.Query("a", "SELECT 1", expect.RolledBack(pgdiag.RetryReconnect, expect.Silent()))),
	},
}
