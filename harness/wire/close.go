package wire

// Close ends the connection with a FIN to the client, and closes it upstream. At a position inside a message it is a
// cut: the client gets exactly the first Offset bytes of it.
type Close struct{}

// Name implements Action.
func (Close) Name() string { return "close" }

// Act implements Action.
func (Close) Act(h *ActionPoint) { h.Close() }
