package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// Failover ends the primary and promotes its standby, with both in the connection string.
var Failover = scenario.Scenario{
	ID:    "server/failover",
	Title: "the primary shuts down and its standby is promoted: the old connection ends, a new one finds the new primary",
	Why: "With both hosts and target_session_attrs=read-write in the DSN nobody has to be told where the primary is now. " +
		"It takes a client that gives the old connection up, and that tries all hosts.",
	Refs: []string{
		`PostgreSQL manual, "Failover"`,
		`PostgreSQL manual, "Database Connection Control Functions": target_session_attrs`,
		"jackc/pgx#1354",
	},
	Given: scenario.Given{Standby: "second", SQL: stock.Ledger, Params: map[string]string{"target_session_attrs": "read-write"}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Until("SELECT count(*) = 1 FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_flush_lsn()"),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Inject(fault.Promote{}),
		step.Inject(fault.Refuse{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", notBegun(expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
		step.Connect("b"),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
		step.Query("b", "SELECT entry FROM ledger ORDER BY id", expect.Rows("before", "after")),
	},
	Truth: []scenario.Truth{stock.Holds("the former primary has what was there before alone", "before")},
}
