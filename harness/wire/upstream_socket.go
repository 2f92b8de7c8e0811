package wire

import (
	"crypto/tls"
	"encoding/binary"
	"net"
	"sync"
)

// upstreamSocket is the socket to the server where the stage ends the client's encryption.
type upstreamSocket struct {
	upgradableSocket
	client        *clientSocket
	tlsConfig     *tls.Config
	turn          chan struct{} // something was said to the server, or answered in its place
	ended         chan struct{} // nothing more is said to the server
	endOnce       sync.Once
	head          []byte // of what the client says first; only Write touches it
	startupPassed bool   // what the client says first was said; only Write touches it
	answer        []byte // what Read returns next; guarded by mu
	unordered     bool   // Read waits for no turn any more; only Read touches it
}

func newUpstreamSocket(c *conn, socket *net.TCPConn, client *clientSocket, t *Termination) *upstreamSocket {
	return &upstreamSocket{upgradableSocket: upgradableSocket{TCPConn: socket, done: c.done}, client: client, tlsConfig: t.tls.Upstream, turn: make(chan struct{}, 8), ended: make(chan struct{})}
}

// CloseWrite ends what is said to the server. Where a client leaves without a word, the server's end is all that comes.
func (r *upstreamSocket) CloseWrite() error {
	r.endOnce.Do(func() { close(r.ended) })
	return r.TCPConn.CloseWrite()
}

func (r *upstreamSocket) Read(b []byte) (int, error) {
	if !r.unordered {
		select {
		case <-r.turn:
		case <-r.ended:
		case <-r.done:
			return 0, net.ErrClosed
		}
		r.mu.Lock()
		answer := r.answer
		r.answer = nil
		r.unordered = r.decided
		r.mu.Unlock()
		if len(answer) > 0 {
			return copy(b, answer), nil
		}
	}
	if conn := r.encrypted(); conn != nil {
		return conn.Read(b)
	}
	return r.TCPConn.Read(b)
}

func (r *upstreamSocket) Write(b []byte) (int, error) {
	if r.startupPassed {
		return r.write(b)
	}
	rest := takeHead(&r.head, b)
	if len(r.head) < 8 {
		return len(b), nil
	}
	head := r.head
	r.head = nil
	if encryptionRequest(head) == codeSSL {
		answer, err := r.requestTLS()
		if err != nil {
			return 0, err
		}
		r.mu.Lock()
		r.answer = answer
		r.mu.Unlock()
		r.turn <- struct{}{}
		return len(b), nil
	}
	if encryptionRequest(head) == 0 {
		if r.client.directTLS {
			if _, err := r.requestTLS(); err != nil {
				return 0, err
			}
		}
		r.startupPassed = true
		r.decide()
	}
	if _, err := r.write(append(head, rest...)); err != nil {
		return 0, err
	}
	r.turn <- struct{}{}
	return len(b), nil
}

func (r *upstreamSocket) write(b []byte) (int, error) {
	if conn := r.encrypted(); conn != nil {
		return conn.Write(b)
	}
	return r.TCPConn.Write(b)
}

// requestTLS asks the server for encryption, where the stage wants it, and returns what it says.
func (r *upstreamSocket) requestTLS() ([]byte, error) {
	if r.tlsConfig == nil {
		return []byte("S"), nil
	}
	if r.encrypted() != nil { // the client asks again
		return []byte("S"), nil
	}
	if _, err := r.TCPConn.Write(binary.BigEndian.AppendUint32([]byte{0, 0, 0, 8}, codeSSL)); err != nil {
		return nil, err
	}
	var answer [1]byte
	if _, err := r.TCPConn.Read(answer[:]); err != nil || answer[0] != 'S' {
		return answer[:], err
	}
	conn := tls.Client(r.TCPConn, r.tlsConfig)
	if err := conn.Handshake(); err != nil { //nolint:noctx // the end of the connection ends it
		return nil, err
	}
	r.encrypt(conn)
	return answer[:], nil
}
