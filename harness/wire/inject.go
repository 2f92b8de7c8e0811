package wire

// Inject says something of its own: at a position, or now, between two messages that the server sends.
type Inject struct {
	// Say is what it says.
	Say Content
	// Close ends the connection with a FIN when it is said, as a server does after a FATAL.
	Close bool
}

// Name implements Action.
func (Inject) Name() string { return "inject" }

// Act implements Action.
func (a Inject) Act(h *ActionPoint) {
	h.detail = a.Say.String()
	var then func()
	if a.Close {
		then = func() { h.conn.hangUp() }
	}
	if h.pump == nil {
		h.InsertNow(Downstream, a.Say.bytes(h.turn), then)
		return
	}
	h.Insert(a.Say.bytes(h.turn), then)
}

func (a Inject) check(p Position) string { return a.Say.check(p.Direction) }
