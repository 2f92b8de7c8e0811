package wire

import (
	"sync"
	"time"
)

// Delay lets a message wait, and all that comes behind it in its direction.
type Delay struct {
	// For is how long.
	For time.Duration
	// Jitter is how much longer it may take, at random.
	Jitter time.Duration
	// Seed decides what is random.
	Seed int64
}

// Name implements Action.
func (Delay) Name() string { return "delay" }

// Act implements Action.
func (a Delay) Act(h *ActionPoint) {
	d := a.For
	if a.Jitter > 0 {
		d += time.Duration(random(a.Seed, h.turn).Int64N(int64(a.Jitter) + 1))
	}
	h.detail = d.String()
	h.Delay(d, h.Message().Direction)
}

func (a Delay) check(p Position) string {
	if a.For <= 0 || a.Jitter < 0 {
		return "for must be more than 0, and jitter not less"
	}
	return needsMessage(p)
}

// Delay stops a direction for a time, or until the trap is disarmed.
func (h *ActionPoint) Delay(d time.Duration, dir Direction) {
	open := make(chan struct{})
	once := sync.OnceFunc(func() { close(open) })
	timer := time.AfterFunc(d, once)
	h.armed.onRelease(func() { timer.Stop(); once() })
	h.conn.gates[dir].shut(open)
	h.note()
}
