package wire

// Hold lets nothing move any more, and keeps the sockets open: the peer is there and silent. The end of the client's or
// the server's side isn't passed on either. What is held moves on when the trap is disarmed.
type Hold struct {
	// Direction is the one that is held; empty means both.
	Direction Direction
}

// Name implements Action.
func (Hold) Name() string { return "hold" }

// Act implements Action.
func (a Hold) Act(h *ActionPoint) {
	if a.Direction != "" {
		h.Hold(a.Direction)
		return
	}
	h.Hold(Upstream, Downstream)
}
