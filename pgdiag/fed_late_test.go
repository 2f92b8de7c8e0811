package pgdiag_test

import (
	"context"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// lateSource gives what is to be copied when the whole of the server's answer was seen.
type lateSource struct {
	ctx  context.Context
	conn *pgx.Conn
	rows io.Reader
}

// Read implements io.Reader.
func (s *lateSource) Read(p []byte) (int, error) {
	for pgdiag.TxStatusOf(s.conn) != pgdiag.TxIdle {
		if s.ctx.Err() != nil {
			return 0, s.ctx.Err()
		}
		runtime.Gosched()
	}
	return s.rows.Read(p)
}

// What feeds a COPY that the server has refused is of that call, however late it comes.
func TestACopyThatIsFedWhenItWasRefused(t *testing.T) {
	refused := []pgproto3.BackendMessage{
		&pgproto3.ErrorResponse{
			Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "42P01", Message: `relation "nowhere" does not exist`,
			File: "parse_relation.c", Line: 1, Routine: "parserOpenTable",
		},
		&pgproto3.ReadyForQuery{TxStatus: 'I'},
	}
	for _, rows := range []string{"", "a\n", strings.Repeat("a\n", 100_000)} {
		conn := connectScript(t, refused, true)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		_, err := conn.PgConn().CopyFrom(ctx, &lateSource{ctx, conn, strings.NewReader(rows)}, "COPY nowhere FROM STDIN")
		w := want{"undefined_table", pgdiag.OutcomeRolledBack, "server_error", pgdiag.RetryNo, pgdiag.StatusOpen, pgdiag.TxIdle}
		w.check(t, pgdiag.DiagnoseConn(conn, err))
	}
}
