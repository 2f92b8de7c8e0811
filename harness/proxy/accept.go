package proxy

import (
	"net"

	"github.com/Shopify/toxiproxy/v2/stream"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// accept takes connections until ln is closed.
func (t *toxics) accept(ln *net.TCPListener) {
	for {
		client, err := ln.AcceptTCP()
		if err != nil {
			return // closed, by Down or by Close
		}
		t.work.Go(func() {
			defer crash.Guard()
			t.serve(ln, client)
		})
	}
}

// dialed notes for which of its clients the wire stage has connected to us, from that address.
func (t *toxics) dialed(from net.Addr, conn int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	connNumber := t.connNumber(from)
	select {
	case <-connNumber: // one that never came here, from the same address
	default:
	}
	connNumber <- conn // there is room for one
}

// connNumber is where the number of the connection from an address is told.
func (t *toxics) connNumber(from net.Addr) chan int {
	connNumber := t.connNumbers[from.String()]
	if connNumber == nil {
		connNumber = make(chan int, 1)
		t.connNumbers[from.String()] = connNumber
	}
	return connNumber
}

// number is the number of the connection that a client is, for which it waits: nobody but the wire stage comes here.
func (t *toxics) number(client *net.TCPConn) (int, bool) {
	from := client.RemoteAddr()
	t.mu.Lock()
	connNumber := t.connNumber(from)
	t.mu.Unlock()
	select {
	case conn := <-connNumber:
		t.mu.Lock()
		delete(t.connNumbers, from.String())
		t.mu.Unlock()
		return conn, true
	case <-t.ctx.Done():
		return 0, false
	}
}

// serve connects a client to the server through the toxics, and waits until both directions have ended.
func (t *toxics) serve(ln *net.TCPListener, client *net.TCPConn) {
	number, ok := t.number(client)
	if !ok {
		_ = client.Close() // nobody is left to serve it
		return
	}
	var dialer net.Dialer
	server, err := dialer.DialContext(t.ctx, "tcp", *t.upstream.Load())
	if err != nil {
		_ = client.Close() // as toxiproxy does
		return
	}
	l := &link{number: number, client: client, server: server.(*net.TCPConn), toxics: t.collection()}
	reset, ok := t.admit(ln, l)
	if !ok {
		l.cut() // it went down meanwhile
		return
	}
	if reset { // as toxiproxy does where a connection begins under a reset_peer
		_ = client.SetLinger(0)
		_ = l.server.SetLinger(0)
	}
	l.ends.Add(4)
	up, down := &sink{link: l, conn: l.server}, &sink{link: l, conn: client}
	l.toxics.StartLink(t.server, "upstream", &source{link: l, conn: client, sink: up}, up, stream.Upstream)
	l.toxics.StartLink(t.server, "downstream", &source{link: l, conn: l.server, sink: down}, down, stream.Downstream)
	l.ends.Wait()
	l.cut()
	t.mu.Lock()
	delete(t.links, l)
	t.mu.Unlock()
}

// admit takes l among the links, if ln still listens, and gives it the toxics that act on it. It reports whether one of
// them is a reset_peer.
func (t *toxics) admit(ln *net.TCPListener, l *link) (reset, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || t.ln != ln {
		return false, false
	}
	for _, a := range t.active {
		if a.acts(l.number) {
			_ = a.addTo(l.toxics) // It was valid when it was added; with nothing under way yet, this never waits.
			reset = reset || a.Type == "reset_peer"
		}
	}
	t.links[l] = struct{}{}
	return reset, true
}
