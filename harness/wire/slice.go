package wire

import (
	"math/rand/v2"
	"time"
)

// Slice passes a message on in pieces. With the position at every message, and Times without end, it cuts all.
type Slice struct {
	// Size is how many bytes a piece has at most.
	Size int
	// Vary lets each piece have 1 to Size bytes, at random.
	Vary bool
	// Delay is the time between two pieces.
	Delay time.Duration
	// Seed decides what is random.
	Seed int64
}

// Name implements Action.
func (Slice) Name() string { return "slice" }

// Act implements Action.
func (a Slice) Act(h *ActionPoint) {
	var vary *rand.Rand
	if a.Vary {
		vary = random(a.Seed, h.turn)
	}
	h.Slice(a.Size, vary, a.Delay)
}

func (a Slice) check(p Position) string {
	if a.Size < 1 || a.Delay < 0 {
		return "size must be 1 or more, and delay not less than 0"
	}
	return needsMessage(p)
}
