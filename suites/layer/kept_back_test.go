package layer_test

import (
	"context"
	"net"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

// keeping is a connection of a program's own that keeps back what is written, and fails to read; what it has kept it sends
// when it is closed.
type keeping struct {
	net.Conn
	keeps *atomic.Bool
	kept  []byte
}

func (c *keeping) Write(p []byte) (int, error) {
	if c.keeps.Load() {
		c.kept = append(c.kept, p...)
		return len(p), nil
	}
	return c.Conn.Write(p)
}

func (c *keeping) Read(p []byte) (int, error) {
	if c.keeps.Load() {
		return 0, syscall.ECONNRESET
	}
	return c.Conn.Read(p)
}

// NetConn shows the connection below, as *tls.Conn does.
func (c *keeping) NetConn() net.Conn { return c.Conn }

func (c *keeping) Close() error {
	if len(c.kept) > 0 {
		_, _ = c.Conn.Write(c.kept)
	}
	return c.Conn.Close()
}

// TestWhatIsKeptBackAboveTheSocket holds that the socket's silence proves nothing where something of the program's own stands
// above it, and has taken a statement.
func TestWhatIsKeptBackAboveTheSocket(t *testing.T) {
	r := rig(t)
	cfg, err := pgx.ParseConfig(r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	var keeps atomic.Bool
	cfg.AfterNetConnect = func(_ context.Context, _ *pgconn.Config, conn net.Conn) (net.Conn, error) {
		return &keeping{Conn: conn, keeps: &keeps}, nil
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	keeps.Store(true)
	_, err = conn.Exec(t.Context(), insert)
	if d := pgdiag.DiagnoseConn(conn, err); err == nil || d.Outcome != pgdiag.OutcomeUnknown {
		t.Errorf("%v: %s by %s", err, d.Outcome, d.Rule)
	}
	closed(t, conn)
	for rows(t, r) != "1" { // the server reads what was kept back; the test's deadline ends it
		if t.Context().Err() != nil {
			t.Fatal("what was kept back was not executed: the test shows nothing")
		}
	}
}
