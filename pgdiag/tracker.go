package pgdiag

import (
	"context"
	"io"
	"net"
	"reflect"
	"sync"
	"weak"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/multitracer"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Tracker keeps the books of all connections made with the config it is attached to.
type Tracker struct {
	mu    sync.Mutex
	made  map[net.Conn]*book // from AfterNetConnect until AfterConnect, or until the socket is closed
	byPID map[uint32]*book   // of the connections that are there, by their backends

	connectFailures int64
	lastFailure     *Diagnosis
	poolClosed      map[weak.Pointer[pgxpool.Pool]]struct{}
	replaced        error // a hook that was set after Attach
	watchers        []*watcher
}

// Attach makes cfg keep book of the connections made with it, so that StatusOf and Diagnose know what really happened
// on the wire. It must be called before the first connection is made; for a pool, on the pool config's ConnConfig. The
// hooks that cfg has already (Tracer, DialFunc, AfterNetConnect, BuildFrontend, ValidateConnect, AfterConnect, OnPgError)
// are kept and called first. Nothing on the wire changes, and no error or result does; below TLS the connection is one of this
// package's, whose NetConn method gives the one that was dialled.
//
// Attaching twice is ErrAttached. A hook that is set later in the place of the Tracker's own is seen at the next
// connection: Tracker.Err says so, it is logged once by slog, and nothing is claimed that would have rested on it.
func Attach(cfg *pgx.ConnConfig) (*Tracker, error) {
	if cfg == nil {
		return nil, ErrNoConfig
	}
	if attached(cfg.Tracer) {
		return nil, ErrAttached
	}
	t := &Tracker{made: map[net.Conn]*book{}, byPID: map[uint32]*book{}}
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
		return t.netConnected(ctx, final), nil
	}
	cfg.BuildFrontend = func(r io.Reader, w io.Writer) *pgproto3.Frontend {
		conn, _ := w.(net.Conn)
		b := t.bookOfMade(conn)
		if b == nil {
			return build(r, w) // of a connection that AfterNetConnect has not told of: Tracker.Err says so
		}
		return build(&tapReader{r, b}, &tapWriter{w, b})
	}
	cfg.ValidateConnect = t.acceptedBefore(cfg.ValidateConnect)
	cfg.AfterConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		t.arrived(ctx, conn)
		if after != nil {
			return after(ctx, conn)
		}
		return nil
	}
	cfg.OnPgError = t.onPgError(cfg.OnPgError)
	if cfg.Tracer == nil {
		cfg.Tracer = t
	} else {
		cfg.Tracer = multitracer.New(cfg.Tracer, t)
	}
	return t, nil
}

// arrived gives a connection its book.
func (t *Tracker) arrived(ctx context.Context, conn *pgconn.PgConn) {
	b := t.bookOfMade(conn.Conn())
	t.mu.Lock()
	if conn.Conn() != nil && isComparable(conn.Conn()) {
		delete(t.made, conn.Conn())
	}
	t.mu.Unlock()
	_, traced := ctx.Value(connectingKey{}).(*connecting)
	switch {
	case b == nil:
		t.hookReplaced("AfterNetConnect")
		return
	case !b.heard():
		t.hookReplaced("BuildFrontend")
		return
	case b.socket == nil:
		t.hookReplaced("DialFunc")
	case !traced:
		t.hookReplaced("Tracer")
	}
	conn.CustomData()[bookKey] = b
}

// heard tells whether the tap has seen the connection come about.
func (b *book) heard() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ready
}

// onPgError keeps the record of a server's error for the very value that pgx returns, for the calls that no tracer is told
// of.
func (t *Tracker) onPgError(next pgconn.PgErrorHandler) pgconn.PgErrorHandler {
	return func(conn *pgconn.PgConn, e *pgconn.PgError) bool {
		if b := bookOf(conn); b != nil {
			b.mu.Lock()
			var r *record
			if b.op.err != nil && sameServerError(b.op.err, e) {
				r = b.recorded(nil)
			}
			b.mu.Unlock()
			if r != nil {
				recent.remember(e, r)
			}
		}
		return next == nil || next(conn, e)
	}
}

// know takes note of a backend.
func (t *Tracker) know(b *book) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byPID != nil {
		t.byPID[b.pid] = b
	}
}

// forget leaves a connection that is closed.
func (t *Tracker) forget(b *book) {
	if b == nil {
		return
	}
	b.mu.Lock()
	pid := b.pid
	b.mu.Unlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.made, b.final)
	if t.byPID[pid] == b {
		delete(t.byPID, pid)
	}
}

// isComparable tells whether a connection can be a key.
func isComparable(conn net.Conn) bool {
	return conn != nil && reflect.TypeOf(conn).Comparable()
}

// attached tells whether a Tracker is among the tracers of a config.
func attached(tr pgx.QueryTracer) bool { return trackerOf(tr) != nil }

// trackerOf is the Tracker among the tracers of a config; nil where there is none.
func trackerOf(tr pgx.QueryTracer) *Tracker {
	switch tr := tr.(type) {
	case *Tracker:
		return tr
	case *multitracer.Tracer:
		for _, q := range tr.QueryTracers {
			if t := trackerOf(q); t != nil {
				return t
			}
		}
	}
	return nil
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
