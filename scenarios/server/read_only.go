package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ReadOnly is a server that takes no writes from now on.
var ReadOnly = scenario.Scenario{
	ID:    "server/read-only",
	Title: "the server is set to read-only under a session, then an INSERT is tried",
	Why: "The disk is nearly full, or the managed service has had enough. Every SELECT works, so that health checks are " +
		"green; every write fails. It is not the connection's fault, but another connection may lead to a server that " +
		"writes.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25006 read_only_sql_transaction`,
		`PostgreSQL manual, "Client Connection Defaults": default_transaction_read_only`,
		"gpustack/gpustack#6105",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Setting{Setting: "default_transaction_read_only", Value: "on"}),
		step.Query("a", "SELECT count(*) FROM ledger", expect.Rows("0")),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('refused')", expect.Retry(pgdiag.RetryReconnect, expect.Error("read_only_sql_transaction", "25006", "InternalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
