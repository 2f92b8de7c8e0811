package wire

// HalfClose ends one direction with a FIN, and lets the other go on: who hears nothing more may go on talking.
type HalfClose struct {
	// Direction is the one that ends; empty means downstream, where the client sees the end.
	Direction Direction
}

// Name implements Action.
func (HalfClose) Name() string { return "half_close" }

// Act implements Action.
func (a HalfClose) Act(h *ActionPoint) {
	if a.Direction == Upstream {
		h.CloseWrite(Upstream)
		return
	}
	h.CloseWrite(Downstream)
}
