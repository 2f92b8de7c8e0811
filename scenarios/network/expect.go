package network

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
)

// resetInTransaction is a connection that was lost before a statement of a transaction: with or without the statement,
// nothing of the transaction stays.
func resetInTransaction() scenario.Expect {
	e := expect.Lost(pgdiag.ConnectionReset)
	return expect.Or(expect.RolledBack(pgdiag.RetryReconnect, e), expect.NotSent(pgdiag.RetryReconnect, e))
}

// slowly is a success that takes its time: 50 kB at 500 kB a second.
func slowly() scenario.Expect {
	e := expect.OK()
	e.AtLeast = 60 * time.Millisecond
	return e
}
