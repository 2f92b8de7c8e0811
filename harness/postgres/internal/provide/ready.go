package provide

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// ErrExited is returned by Ready and Await when the server ended before it answered.
var ErrExited = errors.New("server ended before it accepted a connection")

// Ready waits until a machine that was booted takes connections, and gives one as cfg wants it. It dials when the postmaster
// says that it is ready, and not before: for each connection that it takes until then the postmaster starts a process, which
// says that it is too early.
func Ready(ctx context.Context, m Machine, cfg *pgx.ConnConfig) (*pgx.Conn, error) {
	var status string
	err := poll.Until(ctx, func(ctx context.Context) (_ bool, err error) {
		if status, err = m.Status(ctx); err != nil || status == "ready" {
			return err == nil, err
		}
		select {
		case <-m.Ended():
			return false, ErrExited
		default:
			return false, nil
		}
	})
	if err != nil {
		return nil, fmt.Errorf("await server: %w; its postmaster says %q", err, status)
	}
	return Await(ctx, cfg, m.Ended())
}

// Status is the word for the status in a postmaster's lock file: see Machine. It is the eighth line of postmaster.pid.
func Status(lockFile string) string {
	const at = 7
	lines := strings.Split(lockFile, "\n")
	if len(lines) <= at {
		return ""
	}
	return strings.TrimSpace(lines[at])
}

// eagerFor is how long a server is asked without pauses that grow: a native one takes some 20 ms.
const eagerFor = 100 * time.Millisecond

// Await connects to a server that is starting until it answers, and gives that connection. It gives up when ctx ends,
// when exited is closed, and when the server refuses for a reason that waiting will not mend.
func Await(ctx context.Context, cfg *pgx.ConnConfig, exited <-chan struct{}) (*pgx.Conn, error) {
	began := time.Now()
	pause := 1500 * time.Microsecond
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		conn, err := ask(ctx, cfg)
		if err == nil || !isTransient(err) {
			return conn, err
		}
		timer.Reset(pause)
		select {
		case <-timer.C:
		case <-exited:
			return nil, ErrExited
		case <-ctx.Done():
			return nil, fmt.Errorf("await server: %w; last answer: %w", context.Cause(ctx), err)
		}
		if time.Since(began) > eagerFor {
			pause = min(pause*3/2, 25*time.Millisecond)
		}
	}
}

// ask opens a connection. That it is ready for a query is the server's answer.
func ask(ctx context.Context, cfg *pgx.ConnConfig) (*pgx.Conn, error) {
	// A start hangs for no good reason now and then, as when a port's forwarder accepts before the server listens.
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, cfg.Copy())
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	return conn, nil
}

// isTransient reports whether an error is one that a server gives while it starts: no answer at all, or one of class 57
// (operator intervention: cannot_connect_now) or 53 (too_many_connections).
func isTransient(err error) bool {
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return true
	}
	class := answer.Code[:min(2, len(answer.Code))]
	return class == "57" || class == "53"
}
