package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// timeoutIsLostConnection is HikariCP#661 and lib/pq#422: a timeout is a network error like any other.
var timeoutIsLostConnection = Mutant{
	name: "timeout-is-lost-connection", Mistake: "takes every timeout, also the server's own, for a lost connection",
	wrap: lies(func(a *target.Answer, e *target.Error) {
		switch pgdiag.Condition(e.Condition) {
		case pgdiag.CallerDeadline, pgdiag.StatementTimeout, pgdiag.LockTimeout, pgdiag.ConnectTimeout, pgdiag.ConnectionSilent,
			pgdiag.PoolExhausted, "idle_in_transaction_session_timeout", "transaction_timeout", "idle_session_timeout":
			a.Status, e.Condition, e.Origin = pgdiag.StatusFaulty, string(pgdiag.ConnectionReset), pgdiag.OriginNetwork
		}
	}),
}
