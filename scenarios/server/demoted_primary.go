package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DemotedPrimary is a primary that has become a standby and still answers.
var DemotedPrimary = scenario.Scenario{
	ID:    "server/demoted-primary",
	Title: "the primary comes back as a standby at the same address: it answers, and refuses writes",
	Why: "After the failover the old address still works. SELECT 1, which pools ask, succeeds, and every write fails, for " +
		"three days in one report.",
	Refs: []string{
		`PostgreSQL manual, "Failover"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25006 read_only_sql_transaction`,
		"gpustack/gpustack#6105",
		"elixir-ecto/postgrex#414",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Demote{}),
		step.Query("a", "SELECT 1", notBegun(expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
		step.Connect("b"),
		step.Query("b", "SELECT 1", expect.Rows("1")),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('refused')", expect.Retry(pgdiag.RetryReconnect, expect.Error("read_only_sql_transaction", "25006", "InternalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
