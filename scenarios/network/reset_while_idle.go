package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResetWhileIdle kills the connection while nobody uses it; the client learns of it only when it writes.
var ResetWhileIdle = scenario.Scenario{
	ID:    "network/reset-while-idle",
	Title: "the connection is reset while idle, then an INSERT is tried on it",
	Why: "A firewall forgets an idle connection, a node is replaced. The first statement afterwards fails, and it is the one " +
		"failure where the client can know that nothing was sent: reconnecting and running it again is safe.",
	Refs: []string{
		"jackc/pgx#974",
		"sqlalchemy/sqlalchemy#5387",
		"ory/hydra#3432",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Inject: fault.Reset{}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "INSERT INTO ledger (entry) VALUES ('idle')",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{pgdiag.ConnectionReset},
				Class:     []string{"OperationalError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginNetwork},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
				// Not to know is honest here, and knowing is better.
				Outcome: []pgdiag.Outcome{pgdiag.OutcomeNotSent, pgdiag.OutcomeUnknown},
				Retry:   []pgdiag.Retry{pgdiag.RetryReconnect, pgdiag.RetryVerifyFirst},
				Status:  []pgdiag.Status{pgdiag.StatusFaulty},
				Tx:      []pgdiag.TxStatus{pgdiag.TxUnknown},
			},
		}},
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
