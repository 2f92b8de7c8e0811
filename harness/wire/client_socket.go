package wire

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
)

// front is the socket of a client whose encryption the stage ends.
type front struct {
	sealed
	config *tls.Config
	direct bool          // the client began with a handshake (sslnegotiation=direct)
	head   []byte        // of the client's first message; only Read touches it
	asked  uint32        // the request that waits for an answer; guarded by mu
	turn   chan struct{} // closed when that was written; guarded by mu
	shaken bool          // only Read touches it
}

func newFront(c *conn, socket *net.TCPConn, t *Termination) *front {
	return &front{sealed: sealed{TCPConn: socket, done: c.done}, config: t.config(c)}
}

func (f *front) Read(b []byte) (int, error) {
	for {
		if conn := f.encrypted(); conn != nil {
			if !f.shaken {
				f.shaken = true
				if err := conn.Handshake(); err != nil { //nolint:noctx // the end of the connection ends it
					return 0, err
				}
				f.settle()
			}
			return conn.Read(b)
		}
		if len(f.head) == 8 {
			return f.TCPConn.Read(b) // it is plain
		}
		n, err := f.first(b)
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// first reads of the client's first message what tells whether it asks for encryption, and no byte more.
func (f *front) first(b []byte) (int, error) {
	f.mu.Lock()
	asked, turn, secure := f.asked, f.turn, f.secure
	f.mu.Unlock()
	switch {
	case asked != 0:
		return 0, f.wait(turn)
	case secure != nil: // since a moment ago
		return 0, nil
	}
	n, err := f.TCPConn.Read(b[:min(len(b), 8-len(f.head))])
	if n == 0 {
		return n, err
	}
	if len(f.head) == 0 && b[0] == 0x16 {
		f.direct = true
		f.encrypt(tls.Server(&prefixed{TCPConn: f.TCPConn, rest: io.MultiReader(bytes.NewReader(bytes.Clone(b[:n])), f.TCPConn)}, f.config))
		return 0, nil
	}
	take(&f.head, b[:n])
	if len(f.head) < 8 {
		return n, nil
	}
	if code := request(f.head); code != 0 {
		f.mu.Lock()
		f.asked, f.turn = code, make(chan struct{})
		f.mu.Unlock()
		f.head = nil
	} else {
		f.settle()
	}
	return n, nil
}

func (f *front) Write(b []byte) (int, error) {
	f.mu.Lock()
	asked, conn := f.asked, f.secure
	f.mu.Unlock()
	if conn != nil {
		return conn.Write(b)
	}
	n, err := f.TCPConn.Write(b)
	if asked == 0 || n == 0 {
		return n, err
	}
	if asked == codeSSL && b[0] == 'S' {
		f.encrypt(tls.Server(f.TCPConn, f.config))
	}
	f.mu.Lock()
	f.asked = 0
	close(f.turn)
	f.mu.Unlock()
	return n, err
}

// prefixed is a socket of which something was read already.
type prefixed struct {
	*net.TCPConn
	rest io.Reader
}

func (p *prefixed) Read(b []byte) (int, error) { return p.rest.Read(b) }
