package postgres_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/postgres"
)

// DROP DATABASE waits until every backend of the server has heard of it, and one that waits for its client in the middle of a
// COPY, or of a login, does not hear: whoever asks on the side channel meanwhile is answered.
func TestWhoDropsKeepsNobodyWaiting(t *testing.T) {
	server := start(t, postgres.Config{Provider: postgres.Native})
	mute, dropped := database(t, server), database(t, server)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	conn, err := rawpg.Connect(ctx, mute.DSN(server.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	conn.Send(&pgproto3.Query{String: "CREATE TABLE t (c text); COPY t FROM STDIN"})
	if err := conn.Flush(); err != nil {
		t.Fatal(err)
	}
	for {
		msg, err := conn.Receive()
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := msg.(*pgproto3.CopyInResponse); ok {
			break
		}
	}

	end := make(chan error, 1)
	go func() { end <- dropped.Drop(ctx) }()
	if err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := mute.Admin(ctx, "SELECT FROM pg_stat_activity WHERE wait_event = 'ProcSignalBarrier'")
		return len(rows) == 1, err
	}); err != nil {
		t.Fatalf("DROP DATABASE does not wait for the other's backend: %v", err)
	}

	answer, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	if left, err := mute.Backends(answer, user(t, mute.DSN(server.Addr()))); err != nil || len(left) != 1 {
		t.Errorf("asked while another database is dropped: %v, %v; want the one that copies", left, err)
	}
	if err := conn.Socket.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-end; err != nil {
		t.Errorf("drop: %v", err)
	}
}

// user is the one of a DSN.
func user(t *testing.T, dsn string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return u.User.Username()
}
