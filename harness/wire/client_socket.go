package wire

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
)

// clientSocket is the socket of a client whose encryption the stage ends.
type clientSocket struct {
	upgradableSocket
	config        *tls.Config
	directTLS     bool          // the client began with a handshake (sslnegotiation=direct)
	head          []byte        // of the client's first message; only Read touches it
	requestCode   uint32        // the request that waits for an answer; guarded by mu
	answered      chan struct{} // closed when that was written; guarded by mu
	handshakeDone bool          // only Read touches it
}

func newClientSocket(c *conn, socket *net.TCPConn, t *Termination) *clientSocket {
	return &clientSocket{upgradableSocket: upgradableSocket{TCPConn: socket, done: c.done}, config: t.config(c)}
}

func (f *clientSocket) Read(b []byte) (int, error) {
	for {
		if conn := f.encrypted(); conn != nil {
			if !f.handshakeDone {
				f.handshakeDone = true
				if err := conn.Handshake(); err != nil { //nolint:noctx // the end of the connection ends it
					return 0, err
				}
				f.decide()
			}
			return conn.Read(b)
		}
		if len(f.head) == 8 {
			return f.TCPConn.Read(b) // it is plain
		}
		n, err := f.readFirst(b)
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// readFirst reads of the client's first message what tells whether it asks for encryption, and no byte more.
func (f *clientSocket) readFirst(b []byte) (int, error) {
	f.mu.Lock()
	asked, answered, tlsConn := f.requestCode, f.answered, f.tlsConn
	f.mu.Unlock()
	switch {
	case asked != 0:
		return 0, f.wait(answered)
	case tlsConn != nil: // since a moment ago
		return 0, nil
	}
	n, err := f.TCPConn.Read(b[:min(len(b), 8-len(f.head))])
	if n == 0 {
		return n, err
	}
	if len(f.head) == 0 && b[0] == 0x16 {
		f.directTLS = true
		f.encrypt(tls.Server(&prefixed{TCPConn: f.TCPConn, rest: io.MultiReader(bytes.NewReader(bytes.Clone(b[:n])), f.TCPConn)}, f.config))
		return 0, nil
	}
	takeHead(&f.head, b[:n])
	if len(f.head) < 8 {
		return n, nil
	}
	if code := encryptionRequest(f.head); code != 0 {
		f.mu.Lock()
		f.requestCode, f.answered = code, make(chan struct{})
		f.mu.Unlock()
		f.head = nil
	} else {
		f.decide()
	}
	return n, nil
}

func (f *clientSocket) Write(b []byte) (int, error) {
	f.mu.Lock()
	asked, conn := f.requestCode, f.tlsConn
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
	f.requestCode = 0
	close(f.answered)
	f.mu.Unlock()
	return n, err
}

// prefixed is a socket of which something was read already.
type prefixed struct {
	*net.TCPConn
	rest io.Reader
}

func (p *prefixed) Read(b []byte) (int, error) { return p.rest.Read(b) }
