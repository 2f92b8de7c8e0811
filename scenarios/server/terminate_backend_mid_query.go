package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TerminateBackendMidQuery ends the session while it works on an INSERT that has not ended.
var TerminateBackendMidQuery = scenario.Scenario{
	ID:    "server/terminate-backend-mid-query",
	Title: "the server ends the session while it works on an INSERT",
	Why: "A fast shutdown, a failover, an administrator. The server itself says FATAL before it commits, so the write is " +
		"known not to have happened: a program may reconnect and run it again, where a lost connection would leave it in doubt.",
	Refs: []string{
		`PostgreSQL manual, "Server Signaling Functions": pg_terminate_backend`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		"lib/pq#939",
		"rails/rails#56240",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Inject: fault.TerminateBackend{Running: "INSERT INTO ledger"}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", Timeout: 5 * time.Second,
			SQL: "INSERT INTO ledger (entry) SELECT 'terminated' FROM pg_sleep(10)",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{"admin_shutdown"},
				SQLState:  []string{"57P01"},
				Class:     []string{"OperationalError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginServer},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeRolledBack},
				Retry:     []pgdiag.Retry{pgdiag.RetryReconnect},
				Status:    []pgdiag.Status{pgdiag.StatusFaulty},
				Tx:        []pgdiag.TxStatus{pgdiag.TxUnknown},
			},
		}},
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
