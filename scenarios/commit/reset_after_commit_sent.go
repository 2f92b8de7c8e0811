package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResetAfterCommitSent loses the reply to a COMMIT that the server has carried out. The client sees just what it sees in
// ResetBeforeCommitArrives, and must say the same of both.
var ResetAfterCommitSent = scenario.Scenario{
	ID:    "commit/reset-after-commit-sent",
	Title: "the server commits and the connection is reset before it can say so",
	Why: "The transaction is durable and the client sees a broken connection. A retry of the transaction does everything " +
		"twice; a report of failure is false. Ask the server first (pg_xact_status) or make the transaction safe to repeat.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"jackc/pgx#1223",
		"dotnet/efcore#22904",
		"oss-tsukuba/gfarm#281",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Do: &scenario.Do{Op: target.OpBegin, Session: "a"}},
		{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "INSERT INTO ledger (entry) VALUES ('durable')"}},
		{Inject: fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "COMMIT"}}},
		{Do: &scenario.Do{
			Op: target.OpCommit, Session: "a",
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
	Truth: []scenario.Truth{stock.Holds("the transaction is committed, once", "durable")},
}
