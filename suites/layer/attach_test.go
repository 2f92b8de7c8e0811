package layer_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/multitracer"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// countingTracer is a tracer that a program has had before.
type countingTracer struct{ queries int }

func (c *countingTracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.queries++
	return ctx
}
func (c *countingTracer) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TestAttachKeepsWhatTheConfigHas attaches to a config that has every hook already, and holds that each is still called.
func TestAttachKeepsWhatTheConfigHas(t *testing.T) {
	r := rig(t)
	cfg, err := pgx.ParseConfig(r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	tracer := &countingTracer{}
	called := map[string]int{}
	cfg.Tracer = tracer
	dial := cfg.DialFunc
	cfg.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		called["DialFunc"]++
		return dial(ctx, network, addr)
	}
	cfg.AfterNetConnect = func(_ context.Context, _ *pgconn.Config, conn net.Conn) (net.Conn, error) {
		called["AfterNetConnect"]++
		return wrapped{conn}, nil
	}
	build := cfg.BuildFrontend
	cfg.BuildFrontend = func(r io.Reader, w io.Writer) *pgproto3.Frontend {
		called["BuildFrontend"]++
		return build(r, w)
	}
	cfg.AfterConnect = func(context.Context, *pgconn.PgConn) error {
		called["AfterConnect"]++
		return nil
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		t.Fatal(err)
	}
	if _, err := pgdiag.Attach(nil); !errors.Is(err, pgdiag.ErrNoConfig) {
		t.Errorf("attached to nil: %v", err)
	}
	if _, err := pgdiag.Attach(cfg); !errors.Is(err, pgdiag.ErrAttached) {
		t.Errorf("attached twice: %v", err)
	}
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, conn) })
	execSQL(t, conn, "SELECT 1")
	for _, hook := range []string{"DialFunc", "AfterNetConnect", "BuildFrontend", "AfterConnect"} {
		if called[hook] != 1 {
			t.Errorf("%s was called %d times, want once", hook, called[hook])
		}
	}
	if tracer.queries != 1 {
		t.Errorf("the tracer saw %d queries, want 1", tracer.queries)
	}
	if _, ok := conn.PgConn().Conn().(wrapped); !ok {
		t.Errorf("the connection is a %T, not what AfterNetConnect returned", conn.PgConn().Conn())
	}
	if got := pgdiag.StatusOf(conn); got != pgdiag.StatusOpen {
		t.Errorf("status: %s", got)
	}
	cfg.Tracer = multitracer.New(tracer)
	if _, err := pgdiag.Attach(cfg); err != nil {
		t.Errorf("attach where the tracer was taken away: %v", err)
	}
}

// wrapped is a connection that a program has wrapped itself.
type wrapped struct{ net.Conn }

// TestForeignConnections asks about what no Tracker is attached to.
func TestForeignConnections(t *testing.T) {
	r := rig(t)
	conn, err := pgx.Connect(t.Context(), r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, conn) })
	if s, tx := pgdiag.StatusOf(conn), pgdiag.TxStatusOf(conn); s != pgdiag.StatusOpen || tx != pgdiag.TxIdle {
		t.Errorf("foreign connection: %s, %s", s, tx)
	}
	_, err = conn.Exec(t.Context(), "SELECT 1/0")
	if d := pgdiag.DiagnoseConn(conn, err); d.Condition != "division_by_zero" || d.Outcome != pgdiag.OutcomeUnknown {
		t.Errorf("error of a foreign connection: %+v", d)
	}
	closed(t, conn)
	if s := pgdiag.StatusOf(conn); s != pgdiag.StatusClosed {
		t.Errorf("foreign connection after close: %s", s)
	}
}
