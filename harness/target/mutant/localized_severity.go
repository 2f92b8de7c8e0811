package mutant

import (
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/pgdiag"
)

// localizedSeverity is lib/pq and pgx: the word FATAL, which a server writes in its own language, and only a server writes.
var localizedSeverity = Mutant{
	name: "localized-severity", Mistake: "takes a connection for lost if and only if the server said FATAL, in English",
	base: func(name string) target.Target {
		return reference.Over(name, func() reference.Layer { return severity{reference.Diagnosed()} })
	},
	wrap: func(in *instance) doer { return in.right },
}

type severity struct{ reference.Layer }

func (l severity) Claim(a target.Answer, conn *pgx.Conn, err error, closed bool) target.Answer {
	a = l.Layer.Claim(a, conn, err, closed)
	if a.Error == nil {
		return a
	}
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && (pgErr.Severity == "FATAL" || pgErr.Severity == "PANIC") {
		a.Status, a.Error.Scope = pgdiag.StatusFaulty, pgdiag.ScopeConnection
	} else {
		a.Status, a.Error.Scope = pgdiag.StatusOpen, pgdiag.ScopeStatement
	}
	return a
}
