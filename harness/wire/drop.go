package wire

// Drop lets a message not pass; all others do.
type Drop struct{}

// Name implements Action.
func (Drop) Name() string { return "drop" }

// Act implements Action.
func (Drop) Act(h *ActionPoint) { h.Drop() }

func (Drop) check(p Position) string { return needsWhole(p) }
