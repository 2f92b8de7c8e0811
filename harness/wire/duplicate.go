package wire

// Duplicate says a message twice. A message of more than 1 MiB is left alone.
type Duplicate struct{}

// Name implements Action.
func (Duplicate) Name() string { return "duplicate" }

// Act implements Action.
func (Duplicate) Act(h *ActionPoint) { h.Repeat() }

func (Duplicate) check(p Position) string { return needsWhole(p) }
