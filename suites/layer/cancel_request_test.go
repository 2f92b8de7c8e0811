package layer_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestCancelRequestOfTheCaller lets pgx send a cancel request where a caller's context ends, and wait for the answer: the
// server's error is the caller's doing.
func TestCancelRequestOfTheCaller(t *testing.T) {
	conn := canceling(t)
	for name, c := range map[string]struct {
		before, sql string
		end         func() (context.Context, context.CancelFunc)
		want        want
	}{
		"deadline": {"", "SELECT pg_sleep(20)", soon, want{pgdiag.CallerDeadline, pgdiag.OutcomeRolledBack, "server_error", pgdiag.RetryStatement, pgdiag.StatusOpen, pgdiag.TxIdle}},
		"deadline in a transaction": {
			"BEGIN", "SELECT pg_sleep(20)", soon,
			want{pgdiag.CallerDeadline, pgdiag.OutcomeRolledBack, "server_error", pgdiag.RetryTransaction, pgdiag.StatusOpen, pgdiag.TxInError},
		},
		"cancel": {"", "SELECT pg_sleep(20)", cancelled, want{pgdiag.CallerCancel, pgdiag.OutcomeRolledBack, "server_error", pgdiag.RetryNo, pgdiag.StatusOpen, pgdiag.TxIdle}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.before != "" {
				execSQL(t, conn, c.before)
			}
			ctx, cancel := c.end()
			defer cancel()
			_, err := conn.Exec(ctx, c.sql)
			c.want.check(t, pgdiag.Diagnose(err))
			c.want.check(t, pgdiag.DiagnoseConn(conn, err))
			execSQL(t, conn, "ROLLBACK")
		})
	}
}

// canceling is a connection that sends cancel requests, and has a statement's answer waited for.
func canceling(t *testing.T) *pgx.Conn {
	t.Helper()
	cfg := config(t, rig(t).DSN())
	cfg.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: 10 * time.Second}
	}
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, conn) })
	return conn
}

func soon() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 50*time.Millisecond)
}

func cancelled() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	context.AfterFunc(deadlineOf(ctx), cancel)
	return ctx, cancel
}

// deadlineOf is a context that ends a little later, and takes no other with it.
func deadlineOf(ctx context.Context) context.Context {
	d, stop := soon()
	context.AfterFunc(ctx, stop)
	return d
}
