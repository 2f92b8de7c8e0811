package fault_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// A statement is answered in the server's place, with all of its messages, and the conversation goes on, whatever the
// protocol that it comes in.
func TestAnswerInTheServersPlace(t *testing.T) {
	for _, mode := range []pgx.QueryExecMode{pgx.QueryExecModeSimpleProtocol, pgx.QueryExecModeExec, pgx.QueryExecModeCacheStatement} {
		t.Run(mode.String(), func(t *testing.T) {
			rig := harness.Start(t, harness.Config{})
			rig.SQL("CREATE TABLE t (n int); GRANT ALL ON t TO public")
			conn, err := pgx.Connect(t.Context(), rig.DSN())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close(t.Context()) }()
			insert := func() error {
				_, err := conn.Exec(t.Context(), "INSERT INTO t VALUES ($1)", mode, 1)
				return err
			}
			i := rig.Inject(fault.Answer{
				At:  wire.Position{Direction: wire.Upstream, SQL: "insert"},
				Say: wire.Content{Error: wire.Fields{Severity: "ERROR", SQLState: "0A000", Message: "not here"}},
			})
			var refused *pgconn.PgError
			if err := insert(); !errors.As(err, &refused) || refused.Code != "0A000" {
				t.Errorf("answered with %v", err)
			}
			fired(t, i, 1)
			rig.Heal()
			if err := insert(); err != nil {
				t.Errorf("the next one: %v", err)
			}
			if got := rig.SQL("SELECT count(*) FROM t"); got[0][0] != "1" {
				t.Errorf("%s rows", got[0][0])
			}
		})
	}
}
