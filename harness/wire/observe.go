package wire

import "context"

// Observe changes nothing. It is for one who waits until the conversation has come to a position.
type Observe struct{}

// Name implements Action.
func (Observe) Name() string { return "observe" }

// Act implements Action.
func (Observe) Act(h *ActionPoint) { h.note() }

// observes tells whether the trap only looks on.
func (a *Armed) observes() bool {
	_, ok := a.trap.Do.(Observe)
	return ok
}

// observers are those traps that look on, also at what is swallowed.
func observers(traps []*Armed) (list []*Armed) {
	for _, a := range traps {
		if a.observes() {
			list = append(list, a)
		}
	}
	return list
}

// WaitFor waits until a message at p has passed, or was swallowed, all of it, and returns it. It sees what comes after
// the call; to begin before, Arm an Observe and Wait for it.
func (s *Stage) WaitFor(ctx context.Context, p Position) (Message, error) {
	p.Offset = Whole
	armed, err := s.Arm(Trap{At: p, Do: Observe{}})
	if err != nil {
		return Message{}, err
	}
	defer armed.Disarm()
	firing, err := armed.Wait(ctx)
	return firing.Message, err
}
