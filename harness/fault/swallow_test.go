package fault_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// A statement is swallowed whole on its way up, whatever the messages that it comes in, and the server never gets it.
func TestSwallowUpstream(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	rig.SQL("CREATE TABLE t (); GRANT ALL ON t TO public")
	conn, err := pgx.Connect(t.Context(), rig.DSN())
	if err != nil {
		t.Fatal(err)
	}
	i := rig.Inject(fault.Swallow{At: wire.Position{Direction: wire.Upstream, SQL: "insert"}, Only: wire.Upstream})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := conn.Exec(ctx, "INSERT INTO t SELECT FROM generate_series(1, $1)", 1); err == nil {
		t.Error("it was answered")
	}
	fired(t, i, 1)
	rig.Heal()
	_ = conn.Close(t.Context())
	if got := rig.SQL("SELECT count(*) FROM t"); got[0][0] != "0" {
		t.Errorf("%s rows", got[0][0])
	}
}
