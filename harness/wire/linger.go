package wire

import "time"

// hangUp ends both sides as close does, and keeps the socket of the client, which may send something before it has understood: what
// it sends is recorded up to its next bytes, and goes nowhere. One that hears the end and sends all the same is told apart so from
// one that does not.
func (c *conn) hangUp(before ...func()) {
	c.finish(EndFIN, func() { _ = c.client.CloseWrite() }, append(before, c.linger))
}

// linger lets the client's socket be read on, where it is read. The caller has c.mu.
func (c *conn) linger() {
	if c.server == nil || c.readToEnd {
		return
	}
	c.before, _, _ = readable(c.client)
	c.lingering.Store(true)
}

// lingers tells whether the connection has hung up, and what the client sends is still read.
func (c *conn) lingers() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lingering.Load() && !c.readToEnd
}

// hungUp are the connections that have hung up, and whose clients may yet send something.
func (s *Stage) hungUp() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*conn
	for c := range s.lingering {
		all = append(all, c)
	}
	return all
}

// readToEnd notes that nothing more is read of a client, and lets go of the socket of one that was hung up on.
func (s *Stage) readToEnd(c *conn) {
	c.mu.Lock()
	c.readToEnd = true
	if c.lingering.Load() {
		_ = c.client.Close()
	}
	c.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.lingering, c)
}

// deaf tells whether what a client sends is only recorded.
func (p *pump) deaf() bool { return p.dir == Upstream && p.c.lingering.Load() }

// heard takes note of what a client has sent that was hung up on, and tells whether it is enough: last says that it was sent after the
// end, of which it is recorded again that it stands. So it is when the client has ended too.
func (p *pump) heard(last bool, err error) bool {
	if last && p.asked { // who only says good-bye has understood
		p.recordPartial()
		p.batch = append(p.batch, entry{conn: int32(p.c.number), at: time.Now().UnixNano(), event: eventOf(Ended), dir: directionCodeOf(Downstream)})
		p.flush()
	}
	p.noteTaken()
	if last || err != nil {
		p.noteEnded()
		return true
	}
	return false
}
