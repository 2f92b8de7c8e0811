package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// impatient has the standby wait for no query that is in the way of its replay.
func impatient() scenario.Step {
	return step.Inject(fault.Setting{Setting: "max_standby_streaming_delay", Value: "0", Standby: true})
}

// sent is SQL after which all that was done on the primary is on its way to the standby; what VACUUM has written would
// wait for the next who commits.
const sent = "SELECT pg_logical_emit_message(true, 'pgfault', '')"

// The states of a standby that are waited for. They are asked on its maintenance database.
const (
	sleepsOnStandby = "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname <> current_database() AND wait_event = 'PgSleep'"
	standbyDeserted = "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname <> current_database() AND backend_type = 'client backend'"
)

// notOnStandby is what a standby refuses as a feature, and the primary would not.
func notOnStandby() scenario.Expect {
	return expect.Retry(pgdiag.RetryReconnect, expect.Error("feature_not_supported", "0A000", "NotSupportedError"))
}

// conflict is e where the standby has ended it, since it was in the way of the replay. The standby asks for it again and
// again until the way is clear, and where it has to ask twice, on a busy machine, it ends the session behind the statement.
func conflict(e scenario.Expect) scenario.Expect {
	e.Condition = []pgdiag.Condition{pgdiag.RecoveryConflict}
	return expect.Or(expect.Scope(pgdiag.ScopeTransaction, expect.Retry(pgdiag.RetryTransaction, e)), conflictEndsSession())
}

// conflictEndsSession is conflict where there is no statement to end, or to end it would not be enough.
func conflictEndsSession() scenario.Expect {
	e := expect.Fatal("", "40001", "TransactionRollbackError")
	e.Condition = []pgdiag.Condition{pgdiag.RecoveryConflict}
	return e
}
