package layer_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// uncomparable is a connection that can't be the key of a map.
type uncomparable struct {
	net.Conn
	peeked []byte
}

// TestHooksOfTheProgram sets a hook after Attach, which is seen and said, and what rested on it is not claimed any more.
func TestHooksOfTheProgram(t *testing.T) {
	for hook, c := range map[string]struct {
		set  func(*pgx.ConnConfig)
		said bool
		want pgdiag.Outcome
	}{
		"none":   {set: func(*pgx.ConnConfig) {}, want: pgdiag.OutcomeRolledBack},
		"Tracer": {set: func(cfg *pgx.ConnConfig) { cfg.Tracer = nil }, said: true, want: pgdiag.OutcomeRolledBack},
		"DialFunc": {set: func(cfg *pgx.ConnConfig) {
			cfg.DialFunc = (&net.Dialer{}).DialContext
		}, said: true, want: pgdiag.OutcomeUnknown},
		"BuildFrontend": {set: func(cfg *pgx.ConnConfig) {
			cfg.BuildFrontend = pgproto3.NewFrontend
		}, said: true, want: pgdiag.OutcomeUnknown},
		"AfterNetConnect": {set: func(cfg *pgx.ConnConfig) {
			cfg.AfterNetConnect = func(_ context.Context, _ *pgconn.Config, conn net.Conn) (net.Conn, error) { return conn, nil }
		}, said: true, want: pgdiag.OutcomeUnknown},
	} {
		t.Run(hook, func(t *testing.T) {
			r := rig(t)
			cfg, err := pgx.ParseConfig(r.DSN())
			if err != nil {
				t.Fatal(err)
			}
			tracker, err := pgdiag.Attach(cfg)
			if err != nil {
				t.Fatal(err)
			}
			c.set(cfg)
			conn, err := pgx.ConnectConfig(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { closed(t, conn) })
			var replaced *pgdiag.ReplacedError
			if errors.As(tracker.Err(), &replaced) != c.said || c.said && replaced.Hook != hook {
				t.Errorf("the tracker says %v", tracker.Err())
			}
			execSQL(t, conn, "BEGIN")
			_, err = conn.Exec(t.Context(), insert+", ('a')")
			if d := pgdiag.DiagnoseConn(conn, err); d.Outcome != c.want || d.SQLState != "23505" {
				t.Errorf("a key that is there: %s by %s, want %s", d.Outcome, d.Rule, c.want)
			}
		})
	}
}

// TestAConnectionThatCannotBeCompared is returned by a hook of the program: the book of each is found all the same.
func TestAConnectionThatCannotBeCompared(t *testing.T) {
	r := rig(t)
	cfg, err := pgx.ParseConfig(r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	cfg.AfterNetConnect = func(_ context.Context, _ *pgconn.Config, conn net.Conn) (net.Conn, error) {
		return uncomparable{Conn: conn}, nil
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		conn, err := pgx.ConnectConfig(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { closed(t, conn) })
		_, err = conn.Exec(t.Context(), "SELECT 1/0")
		if d := pgdiag.DiagnoseConn(conn, err); d.Condition != "division_by_zero" || d.Status != pgdiag.StatusOpen {
			t.Errorf("got %s, %s, %s", d.Condition, d.Outcome, d.Status)
		}
	}
}
