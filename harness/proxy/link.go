package proxy

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"syscall"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
)

// link is a connection through toxiproxy: from the wire stage (client) to the server. Toxiproxy runs a chain of toxics
// for each direction between a source and a sink of it.
type link struct {
	number         int // the client's connection's, as the wire stage counts them
	client, server *net.TCPConn
	toxics         *toxiproxy.ToxicCollection
	gone           atomic.Bool // cut: what comes is swallowed
	ends           sync.WaitGroup
}

// cut closes both sides at once. What is under way in the toxics is swallowed.
func (l *link) cut() {
	l.gone.Store(true)
	_ = l.client.Close() // either may be closed already
	_ = l.server.Close()
}

// source is the side that a direction is read from. Any end of it is an end of the data for toxiproxy.
type source struct {
	link *link
	conn *net.TCPConn
	sink *sink
	once sync.Once
}

func (s *source) Read(b []byte) (int, error) {
	n, err := s.conn.Read(b)
	if err == nil || n > 0 {
		return n, nil
	}
	if errors.Is(err, syscall.ECONNRESET) {
		s.sink.reset.Store(true)
	}
	s.once.Do(s.link.ends.Done)
	return 0, io.EOF
}

// sink is the side that a direction is written to. It never fails, so that toxiproxy always comes to its end.
type sink struct {
	link  *link
	conn  *net.TCPConn
	reset atomic.Bool // the source ended with a RST, and so does the sink
	once  sync.Once
}

func (s *sink) Write(b []byte) (int, error) {
	if !s.link.gone.Load() {
		if _, err := s.conn.Write(b); err != nil {
			s.link.cut()
		}
	}
	return len(b), nil
}

// Close is called by toxiproxy when the data has come to its end, or a toxic wants it to.
func (s *sink) Close() error {
	if s.reset.Load() {
		_ = s.conn.SetLinger(0) // it may be closed already
	}
	_ = s.conn.Close()
	s.once.Do(s.link.ends.Done)
	return nil
}
