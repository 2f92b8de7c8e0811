package wire

import (
	"crypto/tls"
	"encoding/binary"
	"net"
)

// rear is the socket to the server where the stage ends the client's encryption.
type rear struct {
	sealed
	front    *front
	upstream *tls.Config
	turn     chan struct{} // something was said to the server, or answered in its place
	head     []byte        // of what the client says first; only Write touches it
	through  bool          // what the client says first was said; only Write touches it
	answer   []byte        // what Read returns next; guarded by mu
	direct   bool          // Read waits for no turn any more; only Read touches it
}

func newRear(c *conn, socket *net.TCPConn, front *front, t *Termination) *rear {
	return &rear{sealed: sealed{TCPConn: socket, done: c.done}, front: front, upstream: t.tls.Upstream, turn: make(chan struct{}, 8)}
}

func (r *rear) Read(b []byte) (int, error) {
	if !r.direct {
		if err := r.wait(r.turn); err != nil {
			return 0, err
		}
		r.mu.Lock()
		answer := r.answer
		r.answer = nil
		r.direct = r.open
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

func (r *rear) Write(b []byte) (int, error) {
	if r.through {
		return r.write(b)
	}
	rest := take(&r.head, b)
	if len(r.head) < 8 {
		return len(b), nil
	}
	head := r.head
	r.head = nil
	if request(head) == codeSSL {
		answer, err := r.ask()
		if err != nil {
			return 0, err
		}
		r.mu.Lock()
		r.answer = answer
		r.mu.Unlock()
		r.turn <- struct{}{}
		return len(b), nil
	}
	if request(head) == 0 {
		if r.front.direct {
			if _, err := r.ask(); err != nil {
				return 0, err
			}
		}
		r.through = true
		r.settle()
	}
	if _, err := r.write(append(head, rest...)); err != nil {
		return 0, err
	}
	r.turn <- struct{}{}
	return len(b), nil
}

func (r *rear) write(b []byte) (int, error) {
	if conn := r.encrypted(); conn != nil {
		return conn.Write(b)
	}
	return r.TCPConn.Write(b)
}

// ask asks the server for encryption, where the stage wants it, and returns what it says.
func (r *rear) ask() ([]byte, error) {
	if r.upstream == nil {
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
	conn := tls.Client(r.TCPConn, r.upstream)
	if err := conn.Handshake(); err != nil { //nolint:noctx // the end of the connection ends it
		return nil, err
	}
	r.encrypt(conn)
	return answer[:], nil
}
