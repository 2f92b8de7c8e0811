package layer_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestEndedSince asks for an error after pgx has closed the connection on which it was met: with a context that is done,
// pgx can't roll back what BeginFunc has begun.
func TestEndedSince(t *testing.T) {
	conn := connect(t, rig(t))
	ctx, cancel := context.WithCancel(t.Context())
	ctx, call := pgdiag.WithCall(ctx)
	err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		return pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
			cancel()
			_, err := tx.Exec(ctx, `INSERT INTO t VALUES ('a')`)
			if d := pgdiag.DiagnoseConn(conn, err); d == nil || d.Status != pgdiag.StatusOpen {
				t.Errorf("in the transaction: %+v", d)
			}
			return err
		})
	})
	if !conn.IsClosed() {
		t.Fatal("pgx keeps the connection open now")
	}
	for name, d := range map[string]*pgdiag.Diagnosis{"Diagnose": pgdiag.Diagnose(err), "DiagnoseConn": pgdiag.DiagnoseConn(conn, err), "WithCall": call.Diagnose(err)} {
		want{pgdiag.CallerCancel, pgdiag.OutcomeNotSent, "nothing_sent", pgdiag.RetryNo, pgdiag.StatusFaulty, pgdiag.TxUnknown}.check(t, d)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}
