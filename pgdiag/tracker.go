package pgdiag

import (
	"context"
	"io"
	"net"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/multitracer"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// Tracker keeps the books of all connections made with the config it is attached to.
type Tracker struct {
	mu      sync.Mutex
	dialing map[net.Conn]*book // from AfterNetConnect until the Frontend is built, a moment later

	connectFailures int64
	lastFailure     *Diagnosis
	poolClosed      bool
	watchers        []*watcher
}

// Attach makes cfg keep book of the connections made with it, so that StatusOf and Diagnose know what really happened
// on the wire. It must be called before the first connection is made; for a pool, on the pool config's ConnConfig. The
// hooks that cfg has already (Tracer, DialFunc, AfterNetConnect, BuildFrontend, AfterConnect) are kept and called first.
// Nothing on the wire changes, and no error or result does. Attaching twice is ErrAttached.
func Attach(cfg *pgx.ConnConfig) (*Tracker, error) {
	if cfg == nil {
		return nil, ErrNoConfig
	}
	if attached(cfg.Tracer) {
		return nil, ErrAttached
	}
	t := &Tracker{dialing: map[net.Conn]*book{}}
	dial, afterNet, build, after := cfg.DialFunc, cfg.AfterNetConnect, cfg.BuildFrontend, cfg.AfterConnect
	cfg.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		return t.dial(ctx, dial, network, addr)
	}
	cfg.AfterNetConnect = func(ctx context.Context, c *pgconn.Config, conn net.Conn) (net.Conn, error) {
		final := conn
		if afterNet != nil {
			var err error
			if final, err = afterNet(ctx, c, conn); err != nil {
				return final, err
			}
		}
		t.netConnected(ctx, final)
		return final, nil
	}
	cfg.BuildFrontend = func(r io.Reader, w io.Writer) *pgproto3.Frontend {
		b := t.takeBook(w)
		return build(&tapReader{r, b}, &tapWriter{w, b})
	}
	cfg.AfterConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		if b := connectedBook(ctx); b != nil {
			conn.CustomData()[bookKey] = b
		}
		if after != nil {
			return after(ctx, conn)
		}
		return nil
	}
	if cfg.Tracer == nil {
		cfg.Tracer = t
	} else {
		cfg.Tracer = multitracer.New(cfg.Tracer, t)
	}
	return t, nil
}

// attached tells whether a Tracker is among the tracers of a config.
func attached(tr pgx.QueryTracer) bool {
	switch tr := tr.(type) {
	case *Tracker:
		return true
	case *multitracer.Tracer:
		for _, q := range tr.QueryTracers {
			if attached(q) {
				return true
			}
		}
	}
	return false
}

// bookKey is the key of a connection's book in its CustomData.
const bookKey = "pgdiag"

// bookOf returns the book of a connection, or nil where no Tracker is attached to it.
func bookOf(conn *pgconn.PgConn) *book {
	if conn == nil {
		return nil
	}
	b, _ := conn.CustomData()[bookKey].(*book)
	return b
}
