package layer_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/pgdiag"
)

// held is how much the heap has grown since before, in bytes, garbage aside.
func held(before uint64) int64 { return int64(heap()) - int64(before) }

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

const megabyte = 1 << 20

// straight connects past the endpoint: what is held is the layer's then, and not what the stage records.
func straight(t *testing.T, r *harness.TestRig) *pgx.Conn {
	t.Helper()
	conn, err := pgx.ConnectConfig(t.Context(), config(t, r.Database().DSN(r.Rig().Server().Addr())))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, conn) })
	return conn
}

// TestTheTextsOfFailuresAreNotKept fails with large statements, and sees what stays of them: what decides, and no texts.
func TestTheTextsOfFailuresAreNotKept(t *testing.T) {
	r := rig(t)
	// The server's log has each statement that fails, and the rig keeps of the log what it may have to show.
	r.SQL(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET log_min_error_statement = panic', current_database()); END $$`)
	conn := straight(t, r)
	var errs []error
	before := heap()
	for i := range 256 {
		_, err := conn.Exec(t.Context(), "INSERT INTO missing VALUES ('"+strings.Repeat(string(rune('a'+i%26)), 2*megabyte)+"')")
		if err == nil {
			t.Fatal("no error")
		}
		errs = append(errs, err)
	}
	execSQL(t, conn, "SELECT 1")
	got := held(before)
	t.Logf("256 failures hold %d kB", got/1024)
	if got > 4*megabyte {
		t.Errorf("256 failures of 2 MB statements hold %d kB", got/1024)
	}
	runtime.KeepAlive(errs)
}

// TestAnIdleConnectionKeepsNoText executes a large statement on each of some connections, and leaves them.
func TestAnIdleConnectionKeepsNoText(t *testing.T) {
	r := rig(t)
	var conns []*pgx.Conn
	for range 10 {
		conns = append(conns, straight(t, r))
	}
	before := heap()
	for _, c := range conns {
		execSQL(t, c, "SELECT length('"+strings.Repeat("x", 4*megabyte)+"')")
	}
	if got := held(before); got > 4*megabyte {
		t.Errorf("10 idle connections hold %d kB", got/1024)
	}
	runtime.KeepAlive(conns)
}

// TestWhatIsForgottenIsNotClaimed lets more fail than is remembered, and asks for what was first: it is known as long as the
// error is.
func TestWhatIsForgottenIsNotClaimed(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	r.SQL(`CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES ('p'); COMMIT; RAISE 'no'; END $$`)
	_, first := conn.Exec(t.Context(), "CALL p()")
	for range 2000 {
		_, _ = conn.Exec(t.Context(), "SELECT 1/0")
	}
	for _, d := range []*pgdiag.Diagnosis{pgdiag.Diagnose(first), pgdiag.DiagnoseConn(conn, first)} {
		if d.Outcome != pgdiag.OutcomeUnknown || d.Rule != "may_commit_inside" {
			t.Errorf("a CALL that has committed and failed: %s by %s", d.Outcome, d.Rule)
		}
	}
}
