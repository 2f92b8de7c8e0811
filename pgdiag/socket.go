package pgdiag

import (
	"encoding/binary"
	"net"
	"sync/atomic"
)

// socket is a connection as it was dialled, below TLS and whatever else stands above it. That nothing was sent can be
// said only here: pgconn writes some messages past its Frontend, and so past the tap (ExecBatch does).
type socket struct {
	net.Conn
	tracker *Tracker
	book    *book // nil until the connection is more than dialled: a cancel request's never is
	opening opening
	sent    atomic.Int64
}

// NetConn is the connection as the config's own DialFunc has made it, as *tls.Conn has it.
func (s *socket) NetConn() net.Conn { return s.Conn }

// Write implements net.Conn.
func (s *socket) Write(p []byte) (int, error) {
	b := s.book
	if b == nil {
		s.opening.wrote(p)
		s.tracker.cancelling(p)
		return s.count(p)
	}
	if b.tapping.Load() > 0 {
		return s.count(p)
	}
	changed := b.passing(p)
	n, err := s.count(p)
	if err != nil {
		changed = b.wrote(n, err) || changed
	}
	if changed {
		b.announce()
	}
	return n, err
}

// Read implements net.Conn.
func (s *socket) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	if s.book == nil {
		s.opening.read(p[:n], err)
		s.opening.read(aheadOf(s.Conn), nil)
	}
	return n, err
}

func (s *socket) count(p []byte) (int, error) {
	n, err := s.Conn.Write(p)
	s.sent.Add(int64(n))
	return n, err
}

// Close implements net.Conn.
func (s *socket) Close() error {
	if b := s.book; b != nil {
		s.tracker.forget(b)
		b.mu.Lock()
		b.terminated() // where Terminate could not be written any more
		b.mu.Unlock()
		b.announce()
	}
	return s.Conn.Close()
}

// socketOf finds the socket below a connection, by the NetConn methods of what stands above it.
func socketOf(conn net.Conn) *socket {
	for range 8 {
		switch c := conn.(type) {
		case *socket:
			return c
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return nil
		}
	}
	return nil
}

// cancelCode begins a CancelRequest (manual: "Message Formats").
const cancelCode = 80877102

// cancelling takes note of a cancel request for one of the tracker's connections: its answer may come in the middle of
// another call than the one that it was meant for.
func (t *Tracker) cancelling(p []byte) {
	if len(p) < 12 || binary.BigEndian.Uint32(p[4:]) != cancelCode {
		return
	}
	t.mu.Lock()
	b := t.byPID[binary.BigEndian.Uint32(p[8:])]
	t.mu.Unlock()
	if b != nil {
		b.mu.Lock()
		b.cancelled = b.opSeq
		b.mu.Unlock()
	}
}
