package wire

// Reset ends the connection with a RST to the client, whatever its state is, and closes it upstream.
type Reset struct{}

// Name implements Action.
func (Reset) Name() string { return "reset" }

// Act implements Action.
func (Reset) Act(h *ActionPoint) { h.Reset() }
