package wire

import (
	"net"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// accept takes clients until ln is closed.
func (s *Stage) accept(ln *net.TCPListener) {
	for {
		client, err := ln.AcceptTCP()
		if err != nil {
			return // closed, by Refuse or by Close
		}
		c := s.admit(client)
		if c == nil {
			_ = client.Close() // nobody is left to tell
			return
		}
		s.work.Go(func() {
			defer crash.Guard()
			s.serve(c)
		})
	}
}

// admit gives a client its number; nil when the stage is closed.
func (s *Stage) admit(client *net.TCPConn) *conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.connCount++
	c := newConn(s, s.connCount, client)
	c.transcript = s.transcripts.open(c.number)
	s.conns[c] = struct{}{}
	return c
}

// serve connects c upstream and passes everything on until both directions have ended.
func (s *Stage) serve(c *conn) {
	defer func() {
		if !c.lingers() {
			c.close()
		}
		c.finishExchange() // a meter looks first at the connections, and then at what has ended
		s.mu.Lock()
		delete(s.conns, c)
		if c.lingers() {
			s.lingering[c] = struct{}{}
		}
		s.delivered[c.number] = c.delivered.Load()
		delete(s.delivered, c.number-deliveryLimit)
		s.mu.Unlock()
	}()
	if !s.silence(c) {
		return
	}
	var dialer net.Dialer
	server, err := dialer.DialContext(s.ctx, "tcp", s.cfg.Upstream)
	if err != nil {
		s.event(c, DialFailed, Upstream, err.Error())
		return
	}
	if s.cfg.Dialed != nil {
		s.cfg.Dialed(server.LocalAddr(), c.number)
	}
	if !c.join(s.openSockets(c, server.(*net.TCPConn))) {
		_ = server.Close() // the stage was closed meanwhile
		return
	}
	s.event(c, Opened, "", "")
	s.pass(c)
}

// openSockets returns the socket to the server, and puts the encryption between c and its sockets where the stage ends it.
func (s *Stage) openSockets(c *conn, server *net.TCPConn) socket {
	t := s.termination()
	client, ok := c.client.(*net.TCPConn)
	if t == nil || !ok {
		return server
	}
	c.state.terminates = true
	clientSide := newClientSocket(c, client, t)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.client = clientSide
	return newUpstreamSocket(c, server, clientSide, t)
}

// pass passes both directions on until both have ended.
func (s *Stage) pass(c *conn) {
	up, down := newPump(c, Upstream), newPump(c, Downstream)
	s.work.Go(func() {
		defer crash.Guard()
		up.run()
		c.directionEnded()
	})
	down.run()
	c.directionEnded()
	<-c.done
}

// event records something that is no message.
func (s *Stage) event(c *conn, e Event, dir Direction, summary string) {
	what := entry{at: time.Now().UnixNano(), event: eventOf(e), dir: directionCodeOf(dir)}
	var said []details
	if summary != "" {
		what.detailsNumber, said = 1, []details{{summary: summary}}
	}
	if c != nil {
		what.conn = int32(c.number)
	}
	s.rec.add([]entry{what}, said)
}
