package wire

import "sync/atomic"

// swallower swallows a direction of a connection, from the next message on.
type swallower struct {
	point *ActionPoint
	ended <-chan struct{} // nil where it never ends
	noted bool            // only the pump of the direction touches it
	next  *swallower
}

// swallowers are those of one direction, the newest first. Looking whether there is one costs a load.
type swallowers struct{ top atomic.Pointer[swallower] }

func (m *swallowers) add(point *ActionPoint, ended <-chan struct{}, noted bool) {
	for {
		top := m.top.Load()
		if m.top.CompareAndSwap(top, &swallower{point: point, ended: ended, noted: noted, next: top}) {
			return
		}
	}
}

// any tells whether the direction is to be swallowed.
func (m *swallowers) any() bool {
	for {
		top := m.top.Load()
		if top == nil {
			return false
		}
		select {
		case <-top.ended:
			m.top.CompareAndSwap(top, top.next)
		default:
			return true
		}
	}
}

// swallowed notes that something is swallowed, for each swallower the first time.
func (m *swallowers) swallowed() {
	for at := m.top.Load(); at != nil; at = at.next {
		if !at.noted {
			at.noted = true
			at.point.note()
		}
	}
}

// Swallow lets nothing of the direction pass until the trap is disarmed. What comes is read, and forgotten. It has fired
// when something was.
func (h *ActionPoint) Swallow(dir Direction) {
	h.conn.swallowers[dir].add(h, h.armed.released, false)
	if h.pump != nil && h.pump.dir == dir && h.offset < h.message.Size {
		h.cutOff(h.offset)
		h.conn.swallowers[dir].swallowed()
	}
}

// CloseWrite ends one direction with a FIN to the one who reads it. The other direction goes on, and what still comes in
// this one is read, and forgotten.
func (h *ActionPoint) CloseWrite(dir Direction) {
	h.conn.swallowers[dir].add(h, nil, true)
	if h.pump != nil && h.pump.dir == dir && h.offset < h.message.Size {
		h.cutOff(h.offset)
	}
	h.conn.closeWrite(dir, h.note)
}
