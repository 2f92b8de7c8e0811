package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LatencyOverDeadline is an answer that comes, too late.
var LatencyOverDeadline = scenario.Scenario{
	ID:    "network/latency-over-deadline",
	Title: "the answer takes longer than the caller's deadline",
	Why: "The request was given a tenth of a second and the network takes longer. The caller's own limit ended it, which is not the " +
		"server's statement_timeout; what the statement did meanwhile nobody on this side can know; and the late answer must never be " +
		"taken for that of the next question.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
		"jackc/pgx#1223",
		"litestar-org/sqlspec#689",
	},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		// A client that prepares its statements has done so after this; one that is cut off while it prepares has sent nothing.
		{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "SELECT 'slow'"}},
		{Inject: fault.Latency{Latency: 2 * step.Soon}},
		// This answer shows that the delay is there: of one that is not waited for nobody can say how late it was.
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "SELECT 'slow'",
			Expect: scenario.Expect{Rows: [][]string{{"slow"}}, AtLeast: 2 * step.Soon},
		}},
		step.Expires(step.Soon, scenario.Step{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "SELECT 'slow'",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{pgdiag.CallerDeadline},
				Class:     []string{"QueryCanceledError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginCaller},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeRolledBack},
				Retry:     []pgdiag.Retry{pgdiag.RetryReconnect},
				Status:    []pgdiag.Status{pgdiag.StatusFaulty},
				Tx:        []pgdiag.TxStatus{pgdiag.TxUnknown},
			},
		}}),
		{Heal: true},
		{Do: &scenario.Do{Op: target.OpConnect, Session: "b"}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "b", SQL: "SELECT 'new'",
			Expect: scenario.Expect{Rows: [][]string{{"new"}}},
		}},
	},
}
