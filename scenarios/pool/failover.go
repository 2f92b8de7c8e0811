package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// Failover outlives a failover, where it knows both hosts.
var Failover = scenario.Scenario{
	ID:    "pool/failover",
	Title: "the primary is gone, its standby is promoted, and the pool makes a connection to it",
	Why: "The pool was told of both hosts, and that it has to find the one that takes writes. One failure is the price; " +
		"nobody has to restart the program, or to change its configuration.",
	Refs: []string{
		`PostgreSQL manual, "Failover"`,
		`PostgreSQL manual, libpq "Parameter Key Words": target_session_attrs`,
		"jackc/pgx#1354",
	},
	Given: scenario.Given{Standby: "second", SQL: stock.Ledger, Params: map[string]string{"target_session_attrs": "read-write"}},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Until("SELECT count(*) = 1 FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_flush_lsn()"),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Inject(fault.Promote{}),
		step.Inject(fault.Refuse{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", restarted()),
		step.ReleaseBroken("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
		step.Query("b", "SELECT entry FROM ledger ORDER BY id", expect.Rows("before", "after")),
	},
	Truth: []scenario.Truth{stock.Holds("the former primary has what was there before alone", "before")},
}
