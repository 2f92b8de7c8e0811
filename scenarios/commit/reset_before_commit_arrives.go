package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResetBeforeCommitArrives takes the COMMIT off the wire: the client has sent it, the server never sees it.
var ResetBeforeCommitArrives = scenario.Scenario{
	ID:    "commit/reset-before-commit-arrives",
	Title: "COMMIT is sent and the connection is reset before the server gets it",
	Why: "The transaction is gone, and to the client it looks just like one that was committed and whose reply was lost. " +
		"Saying rolled back would be right here by luck, and wrong the next time; so the outcome is unknown, and the server must be asked.",
	Refs: []string{
		`PostgreSQL manual, "System Information Functions": pg_xact_status`,
		"jruby/activerecord-jdbc-adapter#1216",
		"cockroachdb/docs#9149",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Do: &scenario.Do{Op: target.OpBegin, Session: "a"}},
		{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "INSERT INTO ledger (entry) VALUES ('lost')"}},
		{Inject: fault.Reset{At: wire.Position{Direction: wire.Upstream, SQL: "commit"}}},
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
	Truth: []scenario.Truth{stock.Holds("nothing was committed")},
}
