package wire

// Cut ends the connection inside a message, with a FIN to the client, and closes it upstream. Where nothing of the
// message is left to be cut off, it does nothing.
type Cut struct{}

// Name implements Action.
func (Cut) Name() string { return "cut" }

// Act implements Action.
func (Cut) Act(h *ActionPoint) {
	if h.Offset() < h.Message().Size {
		h.Close()
	}
}
