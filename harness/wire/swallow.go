package wire

// Swallow lets the client hear nothing more: the server works on, and what it answers is read and forgotten, until the
// trap is disarmed. It fires when something is swallowed. At a position upstream, it begins with the next message that
// the server sends, also where that answers something earlier.
type Swallow struct {
	// Direction is the one that is swallowed; empty means Downstream. Upstream, it is the server that hears nothing more.
	Direction Direction
}

// Name implements Action.
func (Swallow) Name() string { return "swallow" }

// Act implements Action.
func (a Swallow) Act(h *ActionPoint) {
	if a.Direction == Upstream {
		h.Swallow(Upstream)
		return
	}
	h.Swallow(Downstream)
}
