package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TerminateBackendWhileIdle ends the session while it is idle: its last words wait in the socket for the next statement.
var TerminateBackendWhileIdle = scenario.Scenario{
	ID:    "server/terminate-backend-while-idle",
	Title: "the server ends the session while idle, then an INSERT is tried on it",
	Why: "An administrator ends idle sessions, or a fast shutdown drains the server. The reason, 57P01, arrives before the " +
		"statement is sent and is read as its answer. The program that crashes on it, or that keeps the dead connection, is down for longer " +
		"than the server was.",
	Refs: []string{
		`PostgreSQL manual, "Server Signaling Functions": pg_terminate_backend`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		"brianc/node-postgres#2762",
		"ory/hydra#3432",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Inject: fault.TerminateBackend{}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "INSERT INTO ledger (entry) VALUES ('terminated')",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{"admin_shutdown"},
				SQLState:  []string{"57P01"},
				Class:     []string{"OperationalError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginServer},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeRolledBack, pgdiag.OutcomeNotSent},
				Retry:     []pgdiag.Retry{pgdiag.RetryReconnect},
				Status:    []pgdiag.Status{pgdiag.StatusFaulty},
				Tx:        []pgdiag.TxStatus{pgdiag.TxUnknown},
			},
		}},
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
