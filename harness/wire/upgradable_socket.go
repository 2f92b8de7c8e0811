package wire

import (
	"crypto/tls"
	"encoding/binary"
	"net"
	"sync"
	"time"
)

// sealed is a socket that may be encrypted from some point on. Until it is known, what is said goes in turns.
type sealed struct {
	*net.TCPConn
	done <-chan struct{} // the connection is over

	mu     sync.Mutex
	secure *tls.Conn // nil where it is not encrypted
	open   bool      // it is known whether it is
	kicked bool      // somebody has asked for a deadline before
}

// SetReadDeadline is for one who wants a Read to return. A handshake is not disturbed.
func (s *sealed) SetReadDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.open {
		s.kicked = !t.IsZero()
		return nil
	}
	return s.TCPConn.SetReadDeadline(t)
}

// settle says that it is known what the socket is, and does what was put off.
func (s *sealed) settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = true
	if s.kicked {
		_ = s.TCPConn.SetReadDeadline(time.Unix(1, 0)) // where it fails, all is over
	}
}

func (s *sealed) encrypt(conn *tls.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secure = conn
}

func (s *sealed) encrypted() *tls.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.secure
}

// Goodbye says the end of an encrypted conversation, as one who ends it in peace does.
func (s *sealed) Goodbye() {
	if conn := s.encrypted(); conn != nil {
		_ = conn.CloseWrite() // it may be broken, or not yet begun
	}
}

// wait waits for a turn.
func (s *sealed) wait(turn <-chan struct{}) error {
	select {
	case <-turn:
		return nil
	case <-s.done:
		return net.ErrClosed
	}
}

// take adds b to head up to the 8 bytes that a first message of a client begins with, and returns the rest.
func take(head *[]byte, b []byte) []byte {
	n := min(8-len(*head), len(b))
	*head = append(*head, b[:n]...)
	return b[n:]
}

// request is the code of a request for encryption; 0 where head begins something else.
func request(head []byte) uint32 {
	if code := binary.BigEndian.Uint32(head[4:]); binary.BigEndian.Uint32(head) == 8 && (code == codeSSL || code == codeGSS) {
		return code
	}
	return 0
}
