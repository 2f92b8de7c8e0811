package wire

import "context"

// Observe changes nothing. It is for one who waits until the conversation has come to a position.
type Observe struct{}

// Name implements Action.
func (Observe) Name() string { return "observe" }

// Act implements Action.
func (Observe) Act(h *Hit) { h.note() }

// WaitFor waits until a message at p has passed, all of it, and returns it. It sees what comes after the call; to begin
// before, Arm an Observe and Wait for it.
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
