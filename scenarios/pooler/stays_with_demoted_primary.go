package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StaysWithDemotedPrimary leaves a pooler with the former primary.
var StaysWithDemotedPrimary = scenario.Scenario{
	ID:    "pooler/stays-with-demoted-primary",
	Title: "the primary comes back as a standby behind its pooler, and the other server is the primary now",
	Why: "The pooler connects to the same address again, and stays there: every question is answered and every write " +
		"refused, until its connections grow too old. Only the client can know better: it has the address of both.",
	Refs: []string{
		"zalando/postgres-operator#1928",
		`PostgreSQL manual, libpq "Parameter Key Words": target_session_attrs`,
	},
	Given: func() scenario.Given {
		g := given("transaction", nil)
		g.Standby, g.Params = "second", map[string]string{"target_session_attrs": "read-write"}
		return g
	}(),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Until("SELECT count(*) = 1 FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_flush_lsn()"),
		step.Inject(fault.Demote{}),
		step.Inject(fault.Promote{}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) VALUES ('refused')", expect.Retry(pgdiag.RetryReconnect, expect.Error("read_only_sql_transaction", "25006", "InternalError")))),
		step.Connect("b"),
		// libpq goes by what the pooler reports, which is what it heard when it started; who asks finds the other server.
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('after')", scenario.Expect{Fails: true, OrSucceeds: true, SQLState: []string{"25006"}}),
	},
	Truth: []scenario.Truth{stock.Holds("the former primary has what was there before alone", "before")},
}
