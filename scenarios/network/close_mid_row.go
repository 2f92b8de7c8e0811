package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// CloseMidRow ends the connection politely, in the middle of a row.
var CloseMidRow = scenario.Scenario{
	ID:    "network/close-mid-row",
	Title: "the connection is closed in the middle of the second row",
	Why: "A proxy restarts while a report streams. The rows so far look like an answer: a client that takes the end of the " +
		"connection for the end of the result reports a total that is too small, and nobody notices.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats": DataRow`,
		"lib/pq#1299",
		"rails/rails#48093",
	},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Inject: fault.Close{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2, Offset: 20}}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{pgdiag.ConnectionClosedByPeer},
				Class:     []string{"OperationalError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginNetwork},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
				// Its text shows that it writes nothing: it calls nothing but PostgreSQL's own functions that do not.
				Outcome: []pgdiag.Outcome{pgdiag.OutcomeRolledBack},
				Retry:   []pgdiag.Retry{pgdiag.RetryReconnect},
				Status:  []pgdiag.Status{pgdiag.StatusFaulty},
				Tx:      []pgdiag.TxStatus{pgdiag.TxUnknown},
			},
		}},
	},
}
