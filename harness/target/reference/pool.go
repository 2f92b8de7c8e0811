package reference

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/target"
)

type pool struct{ *pgxpool.Pool }

// pool does the operations on pools.
func (in *instance) pool(ctx context.Context, req target.Request) target.Answer {
	if req.Op == target.OpPoolOpen {
		return in.poolOpen(ctx, req)
	}
	in.mu.Lock()
	p := in.pools[req.Pool]
	in.mu.Unlock()
	if p == nil {
		return refused(fmt.Errorf("%s %q: %w", req.Op, req.Pool, errNoSession))
	}
	if req.Op == target.OpPoolClose {
		p.Close()
		return target.Answer{OK: target.Bool(true)}
	}
	explain := func(err error) error { return err }
	if f, ok := in.layer.(Follower); ok {
		ctx, explain = f.Follow(ctx)
	}
	conn, err := p.Acquire(ctx)
	if err != nil {
		return in.layer.Claim(target.Answer{}, nil, explain(err), false)
	}
	s := &session{conn: conn.Conn(), put: conn.Release}
	in.mu.Lock()
	in.sessions[req.Session] = s
	in.mu.Unlock()
	return in.layer.Claim(target.Answer{}, s.conn, nil, false)
}

func (in *instance) poolOpen(ctx context.Context, req target.Request) target.Answer {
	cfg, err := pgxpool.ParseConfig(libpqenv.DSN(req.DSN))
	if err != nil {
		return in.layer.Claim(target.Answer{}, nil, err, false)
	}
	if req.Max > 0 {
		cfg.MaxConns = int32(min(req.Max, 1<<16)) //nolint:gosec // bounded
	}
	if req.MaxLifetimeMS > 0 {
		cfg.MaxConnLifetime = time.Duration(req.MaxLifetimeMS) * time.Millisecond
	}
	if req.CheckMS > 0 {
		cfg.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return true }
		cfg.PingTimeout = time.Duration(req.CheckMS) * time.Millisecond
	}
	if err := in.layer.Attach(cfg.ConnConfig); err != nil {
		return refused(err)
	}
	p, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return in.layer.Claim(target.Answer{}, nil, err, false)
	}
	in.mu.Lock()
	in.pools[req.Pool] = &pool{p}
	in.mu.Unlock()
	return target.Answer{OK: target.Bool(true)}
}
