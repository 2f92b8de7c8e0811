package mutant

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

// believesSafeToRetry is database/sql over pgx from 5.9 until 5.13: an INSERT whose reply was lost is run again.
var believesSafeToRetry = Mutant{
	name: "believes-safe-to-retry", Mistake: "runs a statement again on a new connection where pgx says that this is safe",
	base: func(name string) target.Target {
		return reference.Over(name, func() reference.Layer { return safeToRetry{reference.Diagnosed()} })
	},
	wrap: func(in *instance) doer {
		var sessions opened
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			sessions.remember(req)
			a, err := in.right(ctx, req)
			if err == nil && asks(req.Op) && a.Error != nil && a.Error.Transient != nil && sessions.again(ctx, req.Session, in.right) {
				return in.right(ctx, req)
			}
			return a, err
		}
	},
}

// safeToRetry marks the errors of which pgx says so, or has said so: that of a connection found closed while it waited for
// an answer.
type safeToRetry struct{ reference.Layer }

func (l safeToRetry) Claim(a target.Answer, conn *pgx.Conn, err error, closed bool) target.Answer {
	a = l.Layer.Claim(a, conn, err, closed)
	if a.Error != nil && (pgconn.SafeToRetry(err) || errors.Is(err, pgconn.ErrConnClosed)) {
		a.Error.Transient = target.Bool(true)
	}
	return a
}
