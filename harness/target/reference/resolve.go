package reference

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// errNotTracked is a resolve of a transaction whose commit did not say that it is to be tracked.
var errNotTracked = errors.New("no transaction was tracked")

// track keeps what names the transaction that is open, so that its end can be asked for.
func (s *session) track(ctx context.Context) error {
	token, err := pgdiag.TokenOf(ctx, s.tx)
	if err == nil {
		s.token = &token
	}
	return err
}

// resolve asks what became of the transaction that was tracked last, on a connection of its own.
func (in *instance) resolve(ctx context.Context, req target.Request, s *session) target.Answer {
	if s.token == nil {
		return refused(errNotTracked)
	}
	connect := func(ctx context.Context) (*pgx.Conn, error) {
		cfg, err := pgx.ParseConfig(libpqenv.DSN(req.DSN))
		if err != nil {
			return nil, err
		}
		if err := in.layer.Attach(cfg); err != nil {
			return nil, err
		}
		return pgx.ConnectConfig(ctx, cfg)
	}
	found, err := pgdiag.Resolve(ctx, connect, *s.token)
	a := target.Answer{Resolution: resolution(found)}
	if err != nil {
		a.Resolution = ""
	}
	return in.layer.Claim(a, nil, err, false)
}

// resolution is what was found out, in the words of the shim protocol.
func resolution(r pgdiag.Resolution) target.Resolution {
	switch r {
	case pgdiag.ResolvedCommitted:
		return target.ResolvedCommitted
	case pgdiag.ResolvedAborted:
		return target.ResolvedAborted
	case pgdiag.ResolvedInProgress:
		return target.ResolvedInProgress
	}
	return target.ResolvedUnknowable
}
