package layersweep

import (
	"context"
	"net"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
)

// waits tells when a client waits for an answer that does not come: it has read all that it was given, and reads on. A
// caller's deadline that passes then passes as it does in a program, where answers are read long before, and what was
// read at that moment is the same in each run.
type waits struct {
	mu      sync.Mutex
	reading map[*watchedConn]bool
	silent  bool          // nothing more comes
	is      chan struct{} // closed when the client waits, and nothing more comes
}

func newWaits() *waits {
	return &waits{reading: map[*watchedConn]bool{}, is: make(chan struct{})}
}

// dial is a DialFunc whose connections are watched.
func (w *waits) dial(dial pgconn.DialFunc) pgconn.DialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &watchedConn{Conn: conn, waits: w}, nil
	}
}

// silence says that nothing more comes.
func (w *waits) silence() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.silent = true
	for c := range w.reading {
		w.check(c)
	}
}

// check looks whether a connection that is read is empty. The lock is held.
func (w *waits) check(c *watchedConn) {
	if !w.silent || !c.empty() {
		return
	}
	select {
	case <-w.is:
	default:
		close(w.is)
	}
}

func (w *waits) begin(c *watchedConn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.reading[c] = true
	w.check(c)
}

func (w *waits) end(c *watchedConn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.reading, c)
}

// watchedConn is a connection that says when it is read.
type watchedConn struct {
	net.Conn
	waits *waits
}

// Read implements net.Conn.
func (c *watchedConn) Read(b []byte) (int, error) {
	c.waits.begin(c)
	defer c.waits.end(c)
	return c.Conn.Read(b)
}
