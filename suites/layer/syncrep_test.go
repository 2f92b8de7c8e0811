package layer_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestTerminatedWhileWaitingForAStandby ends a backend whose COMMIT waits for a synchronous standby that is not there. The
// server has committed, says so in a warning, and closes; pgx reports "conn closed", safe to retry.
func TestTerminatedWhileWaitingForAStandby(t *testing.T) {
	ctx := t.Context()
	srv, err := postgres.Start(ctx, postgres.Config{Provider: os.Getenv("PGFAULT_POSTGRES"), Version: os.Getenv("PGFAULT_PG_VERSION")})
	if err != nil {
		t.Fatal(err)
	}
	r, err := harness.Open(ctx, srv)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(r.Close(context.Background()), srv.Close(context.Background())); err != nil {
			t.Error(err)
		}
	})
	admin := func(sql string) [][]string {
		rows, err := r.Admin(ctx, sql)
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return rows
	}
	admin(`CREATE TABLE t (v text); GRANT ALL ON t TO public`)
	conn, err := pgx.ConnectConfig(ctx, config(t, r.DSN()))
	if err != nil {
		t.Fatal(err)
	}
	admin(`ALTER SYSTEM SET synchronous_standby_names = 'nosuch'`)
	admin(`SELECT pg_reload_conf()`)
	// The checkpointer tells the backends when to wait, and nothing tells when it does: insert until one has to.
	failed := make(chan error, 1)
	committed := 0
	go func() {
		for {
			if _, err := conn.Exec(ctx, insert); err != nil {
				failed <- err
				return
			}
			committed++
		}
	}()
	terminate := `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`
	for deadline := time.Now().Add(20 * time.Second); len(admin(terminate)) == 0; {
		if time.Now().After(deadline) {
			t.Fatal("no COMMIT has waited for the standby within 20 s")
		}
	}
	d := pgdiag.DiagnoseConn(conn, <-failed)
	want{pgdiag.ConnectionClosedByPeer, pgdiag.OutcomeCommitted, "committed_locally", pgdiag.RetryNo, pgdiag.StatusFaulty, pgdiag.TxUnknown}.check(t, d)
	admin(`ALTER SYSTEM RESET synchronous_standby_names`) // or DROP DATABASE would wait too
	admin(`SELECT pg_reload_conf()`)
	if rows := admin(`SELECT count(*) FROM t`); rows[0][0] != strconv.Itoa(committed+1) {
		t.Errorf("the server holds %s rows, want %d", rows[0][0], committed+1)
	}
	closed(t, conn)
}
