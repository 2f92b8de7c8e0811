package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// IdleSessionTimeout ends a session that nobody uses.
var IdleSessionTimeout = scenario.Scenario{
	ID:    "server/idle-session-timeout",
	Title: "idle_session_timeout ends the session, then an INSERT is tried",
	Why: "A pool keeps connections for longer than the server does. The statement was never begun, and can be run on a new " +
		"connection; a pool that hands out the next one, just as dead, fails until all have been tried.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P05 idle_session_timeout`,
		`PostgreSQL manual, "Client Connection Defaults": idle_session_timeout`,
	},
	Given: scenario.Given{SQL: stock.Ledger, MinVersion: 14},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET idle_session_timeout = '100ms'", expect.OK()),
		step.Until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", notBegun(expect.Fatal("idle_session_timeout", "57P05", "OperationalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
