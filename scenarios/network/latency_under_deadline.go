package network

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// LatencyUnderDeadline is slow and nothing worse: it must succeed.
var LatencyUnderDeadline = scenario.Scenario{
	ID:    "network/latency-under-deadline",
	Title: "the network is slow, and still faster than the caller's deadline",
	Why: "A server in another region, a busy link. Slow is not broken: a client that gives up before its caller does makes " +
		"an outage of a delay.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": tcp_user_timeout`,
		"riverqueue/river#917",
	},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Inject: fault.Latency{Latency: 50 * time.Millisecond}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "SELECT 'slow'",
			Expect: scenario.Expect{
				Rows:    [][]string{{"slow"}},
				AtLeast: 50 * time.Millisecond,
				Status:  []pgdiag.Status{pgdiag.StatusOpen},
				Tx:      []pgdiag.TxStatus{pgdiag.TxIdle},
			},
		}},
	},
}
