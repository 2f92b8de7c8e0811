package wire

import "sync/atomic"

// mute swallows a direction of a connection, from the next message on.
type mute struct {
	hit   *Hit
	over  <-chan struct{} // nil where it never ends
	noted bool            // only the pump of the direction touches it
	next  *mute
}

// mutes are the mutes of one direction, the newest first. Looking whether there is one costs a load.
type mutes struct{ top atomic.Pointer[mute] }

func (m *mutes) add(hit *Hit, over <-chan struct{}, noted bool) {
	for {
		top := m.top.Load()
		if m.top.CompareAndSwap(top, &mute{hit: hit, over: over, noted: noted, next: top}) {
			return
		}
	}
}

// any tells whether the direction is to be swallowed.
func (m *mutes) any() bool {
	for {
		top := m.top.Load()
		if top == nil {
			return false
		}
		select {
		case <-top.over:
			m.top.CompareAndSwap(top, top.next)
		default:
			return true
		}
	}
}

// swallowed notes that something is swallowed, for each mute the first time.
func (m *mutes) swallowed() {
	for at := m.top.Load(); at != nil; at = at.next {
		if !at.noted {
			at.noted = true
			at.hit.note()
		}
	}
}

// Swallow lets nothing of the direction pass until the trap is disarmed. What comes is read, and forgotten. It has fired
// when something was.
func (h *Hit) Swallow(way Direction) {
	h.conn.mutes[way].add(h, h.armed.released, false)
	if h.pump != nil && h.pump.dir == way && h.offset < h.message.Size {
		h.cutOff(h.offset)
		h.conn.mutes[way].swallowed()
	}
}

// CloseWrite ends one direction with a FIN to the one who reads it. The other direction goes on, and what still comes in
// this one is read, and forgotten.
func (h *Hit) CloseWrite(way Direction) {
	h.conn.mutes[way].add(h, nil, true)
	if h.pump != nil && h.pump.dir == way && h.offset < h.message.Size {
		h.cutOff(h.offset)
	}
	h.conn.closeWrite(way, h.note)
}
