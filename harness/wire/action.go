package wire

// Action is what is done to a conversation at a position. Each is a small struct in a file of its own.
type Action interface {
	// Name is the action's name in firings and in the recording.
	Name() string
	// Act acts on the connection by the methods of h. It is called by the goroutine that passes the direction on: all
	// that comes before the position has been written, nothing after it moves until Act returns. For the zero Position
	// it is called by the one who arms. It must not block.
	Act(h *Hit)
}
