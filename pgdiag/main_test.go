package pgdiag_test

import (
	"context"
	"os"
	"runtime"
	"runtime/pprof"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestMain holds that no goroutine is left. The tests here need pgx and the standard library alone, as the package does: what
// a test imports is a requirement of the module too. Those that need a server that breaks are in suites/layer.
func TestMain(m *testing.M) {
	before := runtime.NumGoroutine()
	code := m.Run()
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(end) {
			_ = pprof.Lookup("goroutine").WriteTo(os.Stderr, 1)
			os.Exit(1)
		}
	}
	os.Exit(code)
}

const insert = `INSERT INTO t VALUES ('a')`

// config is the config of a connection, with a Tracker attached.
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
