package wire

import (
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// socket is what a connection needs of a *net.TCPConn.
type socket interface {
	io.ReadWriteCloser
	CloseWrite() error
	SetLinger(seconds int) error
	SetReadDeadline(t time.Time) error
}

// conn is a client's connection and the one that the stage made upstream for it.
type conn struct {
	stage              *Stage
	number             int
	state              protocolState
	gates              map[Direction]*gates // filled when made, as swallowers and tasks, and only read later
	swallowers         map[Direction]*swallowers
	tasks              map[Direction]*pumpTasks
	replacedStatements replacedStatements
	done               chan struct{} // closed when the connection is over

	messages   atomic.Int32 // in both directions, so far
	transcript *transcript  // nil where none is kept

	mu              sync.Mutex
	client          socket
	server          socket // nil until join
	ended           bool
	endedDirections atomic.Int32

	backend   atomic.Uint32 // the server's process, where it was seen
	tx        atomic.Uint32 // the byte of the last ReadyForQuery
	app       atomic.Pointer[string]
	secret    atomic.Bool // the last statement speaks of a password
	exchange  exchange
	taken     taken
	lingering atomic.Bool  // it has hung up, and what the client sends is only recorded
	before    int64        // how many bytes the client had sent by then; 0 where that is not known
	readToEnd bool         // nothing more is read of the client; guarded by mu
	delivered atomic.Int32 // the index of the newest message that was written to the client whole
}

func newConn(s *Stage, number int, client socket) *conn {
	return &conn{
		stage: s, number: number, client: client, done: make(chan struct{}),
		gates:      map[Direction]*gates{Upstream: {}, Downstream: {}},
		swallowers: map[Direction]*swallowers{Upstream: {}, Downstream: {}},
		tasks:      map[Direction]*pumpTasks{Upstream: {}, Downstream: {}},
	}
}

// join adds the side of the server; false when the connection is over already.
func (c *conn) join(server socket) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.server = server
	return !c.ended
}

// close ends both sides. The FIN comes first, so that the client reads all that was sent to it and then the end, also
// where the kernel adds a RST since the client has sent what nobody read.
func (c *conn) close() {
	c.finish(EndFIN, func() { _ = c.client.CloseWrite() }, nil)
}

// reset ends both sides, the client's with a RST whatever its state is.
func (c *conn) reset(before ...func()) {
	c.finish(EndReset, func() { _ = c.client.SetLinger(0) }, before)
}

// finish ends the connection, unless it is over. What is to be done before anyone can see the end is done first.
// Errors of closing say only that the peer was faster.
func (c *conn) finish(end TurnEnd, how func(), before []func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		_ = c.client.Close() // which one that has hung up keeps
		return
	}
	c.ended = true
	c.transcript.ends(end)
	for _, f := range before {
		f()
	}
	close(c.done)
	how()
	if !c.lingering.Load() {
		_ = c.client.Close()
	}
	if c.server != nil {
		_ = c.server.Close()
	}
}

// directionEnded counts the directions that have ended: with the second, the connection is over.
func (c *conn) directionEnded() {
	if c.endedDirections.Add(1) == 2 {
		c.close()
	}
}

// sockets are the sockets that a direction is read from and written to.
func (c *conn) sockets(dir Direction) (from, to socket) {
	if dir == Upstream {
		return c.client, c.server
	}
	return c.server, c.client
}

// closeWrite ends one direction, unless the connection is over. The other goes on.
func (c *conn) closeWrite(dir Direction, before func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	to := c.client
	if dir == Upstream {
		to = c.server
	}
	if c.ended || to == nil {
		return
	}
	c.gates[dir].ended.Store(true)
	before()
	if dir == Downstream {
		c.transcript.ends(EndFIN)
	}
	_ = to.CloseWrite() // it may be broken already
}

// application is the application_name of the StartupMessage.
func (c *conn) application() string {
	if name := c.app.Load(); name != nil {
		return *name
	}
	return ""
}
