package wire

import "fmt"

// Part is a part of a message.
type Part string

// The parts of a message. A message without a type, as a StartupMessage, has a length and a body.
const (
	Type   Part = "type"
	Length Part = "length"
	Body   Part = "body"
)

// Corrupt changes one byte of a message.
type Corrupt struct {
	// Part is where: a byte of it, at random; empty means the byte that comes after the position's Offset.
	Part Part
	// Mask is what the byte is changed by (exclusive or); 0 means something random.
	Mask byte
	// Seed decides what is random.
	Seed int64
}

// Name implements Action.
func (Corrupt) Name() string { return "corrupt" }

// Act implements Action.
func (a Corrupt) Act(h *ActionPoint) {
	mask := a.Mask
	if mask == 0 {
		mask = byte(1 + random(^a.Seed, h.turn).IntN(255))
	}
	h.Change(mask)
}

func (a Corrupt) check(p Position) string {
	switch a.Part {
	case "":
		if p.Offset == Whole {
			return "there is no byte after the last one"
		}
		return needsMessage(p)
	case Type, Length, Body:
		return needsWhole(p)
	}
	return fmt.Sprintf("part %q is none of %q, %q, %q", a.Part, Type, Length, Body)
}

// aim implements aimer.
func (a Corrupt) aim(at Position, h head, n int64) int64 {
	typed := int64(1)
	if h.kind == 0 {
		typed = 0
	}
	first, last := int64(0), int64(0)
	switch a.Part {
	case Type:
		last = typed
	case Length:
		first, last = typed, typed+4
	case Body:
		first, last = typed+4, h.size
	default:
		first, last = int64(at.Offset), int64(at.Offset)+1
	}
	if first >= last || last > h.size {
		return h.size + 1
	}
	return first + random(a.Seed, n).Int64N(last-first)
}

func (h *ActionPoint) changes(from, to byte) {
	h.detail = fmt.Sprintf("%#02x became %#02x", from, to)
	h.note()
	h.fate(Altered)
}
