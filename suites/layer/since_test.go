package layer_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestTxAfterABatch holds that the diagnosis of a batch which was read to its end says how the connection is then. What
// the batch says of its transactions can't be read off the error, which comes before the end.
func TestTxAfterABatch(t *testing.T) {
	conn := connect(t, rig(t))
	for sql, want := range map[string]pgdiag.TxStatus{"COMMIT": pgdiag.TxIdle, "SAVEPOINT s": pgdiag.TxInError} {
		b := &pgx.Batch{}
		for _, statement := range []string{"BEGIN", sql, "SELECT 1 / 0 FROM t RIGHT JOIN (VALUES (1)) AS v ON true"} {
			b.Queue(statement)
		}
		results := conn.SendBatch(t.Context(), b)
		var err error
		for range b.Len() {
			if _, err = results.Exec(); err != nil {
				break
			}
		}
		_ = results.Close() // says the same again
		if d := pgdiag.DiagnoseConn(conn, err); d == nil || d.Tx != want || d.Status != pgdiag.StatusOpen {
			t.Errorf("after BEGIN and %s: want %s, got %+v", sql, want, d)
		}
		execSQL(t, conn, "ROLLBACK")
	}
}
