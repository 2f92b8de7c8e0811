package wire

import (
	"sync"
	"sync/atomic"
	"time"
)

// pumpTasks are what the pump of a direction is to do between two messages, as soon as it can.
type pumpTasks struct {
	some    atomic.Bool
	mu      sync.Mutex
	pending []func(*pump)
}

// runBetweenMessages lets the pump of a direction do f between two messages. It does not wait for it.
func (c *conn) runBetweenMessages(dir Direction, f func(*pump)) {
	a := c.tasks[dir]
	a.mu.Lock()
	a.pending = append(a.pending, f)
	a.some.Store(true)
	a.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if from, _ := c.sockets(dir); from != nil && !c.ended {
		_ = from.SetReadDeadline(time.Unix(1, 0)) // a pump that reads stops reading; where that fails, all is over
	}
}

// runTasks does what the pump was asked for. False means that the connection is over.
func (p *pump) runTasks() bool {
	a := p.tasks
	if !a.some.Load() || p.left > 0 || p.held > 0 {
		return true // nothing to do, or inside a message
	}
	a.mu.Lock()
	todo := a.pending
	a.pending = nil
	a.some.Store(false)
	a.mu.Unlock()
	for _, f := range todo {
		f(p)
		if !p.passInserted() {
			return false
		}
	}
	return true
}

// InsertNow says b in a direction between two messages, as soon as there is such a place, and then calls then, if it is
// not nil. In a conversation that can't be read there is none.
func (h *ActionPoint) InsertNow(dir Direction, b []byte, then func()) {
	h.conn.runBetweenMessages(dir, func(p *pump) {
		if !p.frame.lost() {
			p.inserted = append(p.inserted, insertion{point: h, bytes: b, then: then})
		}
	})
}
