package reference

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/target"
)

func (s *session) listen(ctx context.Context, req target.Request, _ *target.Answer) error {
	_, err := s.conn.Exec(ctx, "LISTEN "+pgx.Identifier{req.Channel}.Sanitize())
	return err
}

// waitNotification waits, and looks now and then whether the connection is alive, where it is asked to: a listener asks
// nothing, so nothing ever fails on it.
func (in *instance) waitNotification(ctx context.Context, s *session, req target.Request, a *target.Answer) error {
	for {
		n, err := s.waitFor(ctx, time.Duration(req.CheckMS)*time.Millisecond)
		switch {
		case err == nil:
			a.Channel, a.Payload = n.Channel, n.Payload
			return nil
		case req.CheckMS == 0, ctx.Err() != nil, !errors.Is(err, context.DeadlineExceeded):
			return err
		}
		if err := in.alive(ctx, s, time.Duration(req.CheckMS)*time.Millisecond); err != nil {
			return err
		}
	}
}

// waitFor waits for a notification, for a while where that is not 0.
func (s *session) waitFor(ctx context.Context, while time.Duration) (*pgconn.Notification, error) {
	if while > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, while)
		defer cancel()
	}
	return s.conn.WaitForNotification(ctx)
}

// alive looks whether a connection is alive, and waits so long for the answer.
func (in *instance) alive(ctx context.Context, s *session, while time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, while)
	defer cancel()
	if p, ok := in.layer.(Prober); ok {
		return p.Probe(ctx, s.conn)
	}
	return s.conn.Ping(ctx)
}
