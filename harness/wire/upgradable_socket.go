package wire

import (
	"crypto/tls"
	"encoding/binary"
	"net"
	"sync"
	"time"
)

// upgradableSocket is a socket that may be encrypted from some point on. Until it is known, what is said goes in turns.
type upgradableSocket struct {
	*net.TCPConn
	done <-chan struct{} // the connection is over

	mu            sync.Mutex
	tlsConn       *tls.Conn // nil where it is not encrypted
	decided       bool      // it is known whether it is
	deadlineAsked bool      // somebody has asked for a deadline before
}

// SetReadDeadline is for one who wants a Read to return. A handshake is not disturbed.
func (s *upgradableSocket) SetReadDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.decided {
		s.deadlineAsked = !t.IsZero()
		return nil
	}
	return s.TCPConn.SetReadDeadline(t)
}

// decide says that it is known what the socket is, and does what was put off.
func (s *upgradableSocket) decide() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.decided = true
	if s.deadlineAsked {
		_ = s.TCPConn.SetReadDeadline(time.Unix(1, 0)) // where it fails, all is over
	}
}

func (s *upgradableSocket) encrypt(conn *tls.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tlsConn = conn
}

func (s *upgradableSocket) encrypted() *tls.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tlsConn
}

// Goodbye says the end of an encrypted conversation, as one who ends it in peace does.
func (s *upgradableSocket) Goodbye() {
	if conn := s.encrypted(); conn != nil {
		_ = conn.CloseWrite() // it may be broken, or not yet begun
	}
}

// wait waits for a turn.
func (s *upgradableSocket) wait(turn <-chan struct{}) error {
	select {
	case <-turn:
		return nil
	case <-s.done:
		return net.ErrClosed
	}
}

// takeHead adds b to head up to the 8 bytes that a first message of a client begins with, and returns the rest.
func takeHead(head *[]byte, b []byte) []byte {
	n := min(8-len(*head), len(b))
	*head = append(*head, b[:n]...)
	return b[n:]
}

// encryptionRequest is the code of a request for encryption; 0 where head begins something else.
func encryptionRequest(head []byte) uint32 {
	if code := binary.BigEndian.Uint32(head[4:]); binary.BigEndian.Uint32(head) == 8 && (code == codeSSL || code == codeGSS) {
		return code
	}
	return 0
}
