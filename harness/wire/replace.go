package wire

// Replace says something else in place of a message.
type Replace struct {
	// Say is what it says.
	Say Content
}

// Name implements Action.
func (Replace) Name() string { return "replace" }

// Act implements Action.
func (a Replace) Act(h *ActionPoint) {
	h.detail = a.Say.String()
	h.cutOff(0)
	h.Insert(a.Say.bytes(h.turn), nil)
}

func (a Replace) check(p Position) string {
	if why := needsWhole(p); why != "" {
		return why
	}
	return a.Say.check(p.Direction)
}
