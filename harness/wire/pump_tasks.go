package wire

import (
	"sync"
	"sync/atomic"
	"time"
)

// asks are what the pump of a direction is to do between two messages, as soon as it can.
type asks struct {
	some atomic.Bool
	mu   sync.Mutex
	todo []func(*pump)
}

// ask lets the pump of a direction do f between two messages. It does not wait for it.
func (c *conn) ask(dir Direction, f func(*pump)) {
	a := c.asks[dir]
	a.mu.Lock()
	a.todo = append(a.todo, f)
	a.some.Store(true)
	a.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if from, _ := c.sides(dir); from != nil && !c.over {
		_ = from.SetReadDeadline(time.Unix(1, 0)) // a pump that reads stops reading; where that fails, all is over
	}
}

// do does what the pump was asked for. False means that the connection is over.
func (p *pump) do() bool {
	a := p.asks
	if !a.some.Load() || p.left > 0 || p.held > 0 {
		return true // nothing to do, or inside a message
	}
	a.mu.Lock()
	todo := a.todo
	a.todo = nil
	a.some.Store(false)
	a.mu.Unlock()
	for _, f := range todo {
		f(p)
		if !p.sayInserted() {
			return false
		}
	}
	return true
}

// InsertNow says b in a direction between two messages, as soon as there is such a place, and then calls then, if it is
// not nil. In a conversation that can't be read there is none.
func (h *Hit) InsertNow(way Direction, b []byte, then func()) {
	h.conn.ask(way, func(p *pump) {
		if !p.frame.lost() {
			p.inserted = append(p.inserted, insertion{hit: h, bytes: b, then: then})
		}
	})
}
