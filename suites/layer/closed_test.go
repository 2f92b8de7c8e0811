package layer_test

import (
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestCommitAfterClose holds that pgx's own end of a connection whose COMMIT failed is not taken for its loss where the
// owner had closed it before.
func TestCommitAfterClose(t *testing.T) {
	conn := connect(t, rig(t))
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	d := pgdiag.DiagnoseConn(conn, tx.Commit(t.Context()))
	if d == nil || d.Status != pgdiag.StatusClosed || d.Condition != pgdiag.ConnectionClosedByOwner || d.Outcome != pgdiag.OutcomeNotSent {
		t.Errorf("COMMIT after Close is diagnosed as %+v", d)
	}
}
