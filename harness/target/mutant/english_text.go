package mutant

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/pgdiag"
)

// englishText is sqlalchemy#11522 and TableProApp/TablePro#2765: a list of phrases decides what became of a connection.
var englishText = Mutant{
	name: "english-text", Mistake: "decides by the English words of the error's text",
	base: func(name string) target.Target {
		return reference.Over(name, func() reference.Layer { return reader{reference.Diagnosed()} })
	},
	wrap: func(in *instance) doer { return in.right },
}

// phrases are what it looks for, in this order.
var phrases = []struct {
	text      string
	condition pgdiag.Condition
	status    pgdiag.Status
	outcome   pgdiag.Outcome
	retry     pgdiag.Retry
}{
	{"duplicate key", "unique_violation", pgdiag.StatusOpen, pgdiag.OutcomeRolledBack, pgdiag.RetryNo},
	{"does not exist", "undefined_table", pgdiag.StatusOpen, pgdiag.OutcomeRolledBack, pgdiag.RetryNo},
	{"deadlock detected", "deadlock_detected", pgdiag.StatusOpen, pgdiag.OutcomeRolledBack, pgdiag.RetryTransaction},
	{"terminating connection", "admin_shutdown", pgdiag.StatusFaulty, pgdiag.OutcomeRolledBack, pgdiag.RetryReconnect},
	{"refused", pgdiag.ConnectionRefused, "", pgdiag.OutcomeNotSent, pgdiag.RetryWait},
	{"reset by peer", pgdiag.ConnectionReset, pgdiag.StatusFaulty, pgdiag.OutcomeUnknown, pgdiag.RetryVerifyFirst},
	{"closed", pgdiag.ConnectionClosedByPeer, pgdiag.StatusFaulty, pgdiag.OutcomeNotSent, pgdiag.RetryReconnect},
	{"EOF", pgdiag.ConnectionClosedByPeer, pgdiag.StatusFaulty, pgdiag.OutcomeUnknown, pgdiag.RetryVerifyFirst},
	{"timeout", pgdiag.CallerDeadline, pgdiag.StatusFaulty, pgdiag.OutcomeRolledBack, pgdiag.RetryReconnect},
	{"", pgdiag.UnknownFailure, pgdiag.StatusOpen, pgdiag.OutcomeRolledBack, pgdiag.RetryNo},
}

type reader struct{ reference.Layer }

func (l reader) Claim(a target.Answer, conn *pgx.Conn, err error, closed bool) target.Answer {
	a = l.Layer.Claim(a, conn, err, closed)
	if a.Error == nil {
		return a
	}
	for _, p := range phrases {
		if strings.Contains(err.Error(), p.text) {
			a.Status, a.Error.Condition, a.Error.Outcome, a.Error.Retry = p.status, string(p.condition), p.outcome, p.retry
			break
		}
	}
	return a
}
