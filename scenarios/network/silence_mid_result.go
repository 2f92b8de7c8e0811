package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SilenceMidResult is a half-open peer: after the first row nothing comes any more, and nothing is closed.
var SilenceMidResult = scenario.Scenario{
	ID:    "network/silence-mid-result",
	Title: "after the first row the peer falls silent and keeps the connection open",
	Why: "A virtual machine is paused, a cable is pulled, a firewall drops without a word. No error ever comes; only the " +
		"caller's deadline ends it. A client that does not honour it while reading hangs for ever, in the worst place: holding a " +
		"connection of the pool.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": keepalives, tcp_user_timeout`,
		"porsager/postgres#1089",
		"pgjdbc/pgjdbc#1508",
		"lib/pq#584",
	},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Inject: fault.Hold{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2}}},
		step.Expires(step.Room, scenario.Step{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "SELECT i FROM generate_series(1, 5) AS i",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{pgdiag.CallerDeadline, pgdiag.ConnectionSilent},
				Class:     []string{"QueryCanceledError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginCaller, pgdiag.OriginNetwork},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeRolledBack},
				Retry:     []pgdiag.Retry{pgdiag.RetryReconnect},
				Status:    []pgdiag.Status{pgdiag.StatusFaulty},
				Tx:        []pgdiag.TxStatus{pgdiag.TxUnknown},
			},
		}}),
	},
}
