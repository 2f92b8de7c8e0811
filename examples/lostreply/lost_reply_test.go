// Package lostreply_test shows a test of one's own: a rig, a fault at an exact place, and what is expected.
package lostreply_test

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestMain keeps one server for all tests of the package; without it each test that is alone starts its own.
func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

func TestLostReply(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	rig.SQL("CREATE TABLE payment (amount int)")
	rig.SQL("GRANT ALL ON payment TO PUBLIC")
	conn := connect(t, rig.DSN())

	rig.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "INSERT"}})
	_, err := conn.Exec(t.Context(), "INSERT INTO payment VALUES (100)")

	if d := pgdiag.Diagnose(err); d == nil || d.Outcome != pgdiag.OutcomeUnknown || d.Status != pgdiag.StatusFaulty {
		t.Errorf("a lost reply is diagnosed as %+v", d)
	}
	if rows := rig.SQL("SELECT amount FROM payment"); len(rows) != 1 {
		t.Errorf("the server holds %v", rows)
	}
}

// connect connects as the program under test does, with the layer attached.
func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return conn
}
