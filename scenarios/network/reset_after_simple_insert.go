package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResetAfterSimpleInsert loses the reply to an INSERT that has been committed. It is the first scenario of this
// catalogue: with pgx 5.9 to 5.12 the error says "conn closed" and "safe to retry", and database/sql over pgx runs the
// INSERT again and reports success; 5.13 has mended it.
var ResetAfterSimpleInsert = scenario.Scenario{
	ID:    "network/reset-after-simple-insert",
	Title: "an INSERT is committed and the connection is reset before its reply arrives",
	Why: "The row is there and the client can't know it. Whoever calls this safe to retry books the payment twice; whoever " +
		"calls it failed loses one that was made. The only honest answer is that the outcome is unknown.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
		"jackc/pgx: (*MultiResultReader).NextResult drops the read error, from 5.9.0 until 5.13.0",
		"lib/pq#939",
		"golang/go#11978",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Inject: fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "INSERT INTO ledger (entry) VALUES ('once')",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{pgdiag.ConnectionReset},
				Class:     []string{"OperationalError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginNetwork},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeUnknown},
				Retry:     []pgdiag.Retry{pgdiag.RetryVerifyFirst},
				Status:    []pgdiag.Status{pgdiag.StatusFaulty},
				Tx:        []pgdiag.TxStatus{pgdiag.TxUnknown},
			},
		}},
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "once")},
}
