package wire

import (
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// ZeroWindow stops reading from one side, and keeps its socket open: what that side writes fills the buffers until its
// writes block. It fires when the kernel tells that side that there is no room left. Disarmed, it reads on.
type ZeroWindow struct {
	// Direction is the one that isn't read; empty means upstream, where the client's writes block.
	Direction Direction
}

// Name implements Action.
func (ZeroWindow) Name() string { return "zero_window" }

// Act implements Action.
func (a ZeroWindow) Act(h *ActionPoint) {
	if a.Direction == Downstream {
		h.StopReading(Downstream)
		return
	}
	h.StopReading(Upstream)
}

// windowPoll is how often the kernel is asked: it tells nobody by itself.
const windowPoll = 2 * time.Millisecond

// StopReading stops a direction until the trap is disarmed. It has fired when its writer has no room left.
func (h *ActionPoint) StopReading(dir Direction) {
	c := h.conn
	c.mu.Lock()
	from, _ := c.sockets(dir)
	c.mu.Unlock()
	ended := make(chan struct{})
	c.gates[dir].shut(ended)
	h.armed.onRelease(func() { close(ended) })
	if from == nil {
		return
	}
	keepBuffer(from)
	c.stage.work.Go(func() {
		defer crash.Guard()
		tick := time.NewTicker(windowPoll)
		defer tick.Stop()
		for {
			if full, known := noRoom(from); !known {
				return
			} else if full {
				h.detail = "no room left to write"
				h.note()
				return
			}
			select {
			case <-tick.C:
			case <-h.armed.released:
				return
			case <-c.done:
				return
			}
		}
	})
}
