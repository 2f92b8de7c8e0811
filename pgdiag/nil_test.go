package pgdiag_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestNothingIsNoPanic gives nothing, in all its forms, to what takes something.
func TestNothingIsNoPanic(t *testing.T) {
	ctx := t.Context()
	token := pgdiag.Token{XID: "1"}
	none := func(context.Context) (*pgx.Conn, error) { return nil, nil }
	run := func(context.Context, pgx.Tx) error { return nil }
	for name, ask := range map[string]func() error{
		"TokenOf":                func() error { _, err := pgdiag.TokenOf(ctx, nil); return err },
		"TokenOf, typed":         func() error { _, err := pgdiag.TokenOf(ctx, (*pgxpool.Tx)(nil)); return err },
		"Resolve":                func() error { _, err := pgdiag.Resolve(ctx, nil, token); return err },
		"Resolve, no connection": func() error { _, err := pgdiag.Resolve(ctx, none, token); return err },
		"InTx":                   func() error { _, err := pgdiag.InTx(ctx, nil, run); return err },
		"InTx, no connection":    func() error { _, err := pgdiag.InTx(ctx, none, run); return err },
		"Tx":                     func() error { _, err := pgdiag.Tx{}.Run(ctx, run); return err },
	} {
		if err := ask(); !errors.Is(err, pgdiag.ErrNotAConn) {
			t.Errorf("%s: %v", name, err)
		}
	}
	db := pgdiag.OpenDB(nil)
	defer db.Close()
	if err := db.PingContext(ctx); !errors.Is(err, pgdiag.ErrNoConfig) {
		t.Errorf("OpenDB: %v", err)
	}
	var tracker *pgdiag.Tracker
	if s := tracker.PoolState(nil); s.Status != pgdiag.PoolShut || tracker.Err() != nil {
		t.Errorf("a nil tracker: %+v, %v", s, tracker.Err())
	}
	tracker.Watch(func(pgdiag.Change) {})()
	new(pgdiag.Tracker).Watch(nil)()
	for _, err := range []error{(*pgconn.PgError)(nil), (*net.OpError)(nil), (*pgconn.ConnectError)(nil)} {
		if d := pgdiag.Diagnose(err); d.Condition != pgdiag.UnknownFailure || d.Outcome != pgdiag.OutcomeUnknown || d.Error() == "" || d.Explain() == "" {
			t.Errorf("%T: %+v", err, d)
		}
	}
}
