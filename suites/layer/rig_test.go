package layer_test

import (
	"context"
	"net"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

func TestMain(m *testing.M) {
	code := harness.Main(m)
	if err := goleak.Find(); code == 0 && err != nil {
		_, _ = os.Stderr.WriteString("goroutines left: " + err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}

// rig is a real server behind a wire stage, with the table t(v text primary key) in a database of its own.
func rig(t *testing.T) *harness.TestRig {
	t.Helper()
	r := harness.Start(t, harness.Config{})
	r.SQL(`CREATE TABLE t (v text PRIMARY KEY); GRANT ALL ON t TO public`)
	return r
}

// config is the config of a connection through the rig's endpoint, with a Tracker attached.
func config(t *testing.T, dsn string) *pgx.ConnConfig {
	t.Helper()
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		t.Fatal(err)
	}
	return cfg
}

func connect(t *testing.T, r *harness.TestRig) *pgx.Conn {
	t.Helper()
	conn, err := pgx.ConnectConfig(t.Context(), config(t, r.DSN()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, conn) })
	return conn
}

// closed closes a connection, and waits for what pgx does in the background to one that it has given up.
func closed(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = conn.Close(ctx) // it may have been lost
	select {
	case <-conn.PgConn().CleanupDone():
	case <-ctx.Done():
		t.Error("pgx has not cleaned up within 5 s")
	}
}

// execSQL runs a statement that must succeed.
func execSQL(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// rows is how many rows the server holds in t, asked when no transaction of the test can be open any more.
func rows(t *testing.T, r *harness.TestRig) string {
	t.Helper()
	for { // until every backend of the test has noticed that its client is gone; the test's deadline ends it
		if r.SQL(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND NOT (
			SELECT rolsuper FROM pg_roles WHERE rolname = usename) AND state <> 'idle'`)[0][0] == "0" {
			return r.SQL(`SELECT count(*) FROM t`)[0][0]
		}
	}
}

// want is a diagnosis on the axes that matter.
type want struct {
	condition pgdiag.Condition
	outcome   pgdiag.Outcome
	rule      string
	retry     pgdiag.Retry
	status    pgdiag.Status
	tx        pgdiag.TxStatus
}

func (w want) check(t *testing.T, d *pgdiag.Diagnosis) {
	t.Helper()
	if d == nil {
		t.Fatal("no error where one must be")
	}
	if got := (want{d.Condition, d.Outcome, d.Rule, d.Retry, d.Status, d.Tx}); got != w {
		t.Errorf("diagnosis of %q (cause %v):\n got %+v\nwant %+v", d.Unwrap(), d.Cause, got, w)
	}
}

// at is a position by its message.
func at(message string) wire.Position { return wire.Position{Message: message} }

// reset is an RST before a message passes.
func reset(message string) fault.Reset { return fault.Reset{At: at(message)} }

// watched connects with a watcher from the first.
func watched(t *testing.T, r *harness.TestRig, fn func(pgdiag.Change)) (*pgx.Conn, func()) {
	t.Helper()
	cfg, err := pgx.ParseConfig(r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	tracker, err := pgdiag.Attach(cfg)
	if err != nil {
		t.Fatal(err)
	}
	stop := tracker.Watch(fn)
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, conn) })
	return conn, stop
}

// host is the address that a config connects to.
func host(cfg *pgx.ConnConfig) string { return net.JoinHostPort(cfg.Host, strconv.Itoa(int(cfg.Port))) }
