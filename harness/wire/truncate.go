package wire

import "encoding/binary"

// Truncate lets only the first bytes of a message pass, and goes on with the next message. The reader takes that one for
// the rest of this one; with Reframe, the message says the length that it has, and is too short for what it is.
type Truncate struct {
	// Keep is how many bytes pass, where Reframe is set: 5 or more. Else it is the position's Offset.
	Keep int
	// Reframe makes the length of the message right.
	Reframe bool
}

// Name implements Action.
func (Truncate) Name() string { return "truncate" }

// Act implements Action.
func (a Truncate) Act(h *ActionPoint) {
	if !a.Reframe {
		h.Drop()
		return
	}
	m := h.Message()
	if int64(a.Keep) >= m.Size || h.pump.cur.body != 5 {
		return // nothing to be cut off, or no type and so another header
	}
	h.note()
	h.Overwrite(binary.BigEndian.AppendUint32([]byte{h.pump.cur.kind}, uint32(a.Keep-1)))
	h.cutOff(int64(a.Keep))
}

func (a Truncate) check(p Position) string {
	switch {
	case a.Reframe && a.Keep < 5:
		return "keep must be 5 or more: a message that is framed has its header"
	case a.Reframe:
		return needsWhole(p)
	case p.Offset < 1:
		return "offset must be 1 or more, the bytes that still pass; to let nothing pass there is drop"
	}
	return needsMessage(p)
}
