package layer_test

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestCommitCancelledEarly lets a COMMIT run into the statement_timeout before it has ended its transaction: the server
// answers 57014, and leaves the transaction failed; and pgx closes the connection after a COMMIT that ends nothing.
// https://github.com/jackc/pgx/issues/787
func TestCommitCancelledEarly(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`INSERT INTO t VALUES ('a')`, `SET LOCAL statement_timeout = 5`} {
		if _, err := tx.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	// The same COMMIT, only so long to read that its time is over first.
	r.Inject(fault.Replace{At: wire.Position{Message: "Query", SQL: "commit"}, Say: wire.Content{Hex: query("commit /*" + strings.Repeat("x ", 20*megabyte) + "*/")}})
	err = tx.Commit(t.Context())
	if !conn.IsClosed() {
		t.Fatalf("pgx keeps the connection after COMMIT: %v", err)
	}
	for _, d := range []*pgdiag.Diagnosis{pgdiag.Diagnose(err), pgdiag.DiagnoseConn(conn, err)} {
		want{pgdiag.StatementTimeout, pgdiag.OutcomeRolledBack, "server_error", pgdiag.RetryReconnect, pgdiag.StatusFaulty, pgdiag.TxUnknown}.check(t, d)
	}
	if got := rows(t, r); got != "0" {
		t.Errorf("%s rows", got)
	}
}

// query is a Query message, in hexadecimal.
func query(sql string) string {
	b := binary.BigEndian.AppendUint32([]byte{'Q'}, uint32(len(sql)+5))
	return hex.EncodeToString(append(append(b, sql...), 0))
}
