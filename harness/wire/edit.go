package wire

import "slices"

// edit is what is done to the current message of a pump.
type edit struct {
	stop      int64        // bytes from here on are not passed; less than 0 where all are
	mask      byte         // what the next byte is changed by
	corrupts  *ActionPoint // who changes it
	overwrite []byte
	copy      []byte       // what has passed of a message that is said again
	repeats   *ActionPoint // who says it again
	cut       *slicing
}

// editing is the edit of the current message.
func (p *pump) editing() *edit {
	if p.edit == nil {
		p.edit = &edit{stop: -1}
	}
	return p.edit
}

// Drop lets nothing more of the message pass.
func (h *ActionPoint) Drop() {
	if h.offset < h.message.Size {
		h.note()
		h.cutOff(h.offset)
	}
}

// cutOff lets nothing of the message pass from an offset on. What was to fire behind it does not.
func (h *ActionPoint) cutOff(offset int64) {
	p := h.pump
	p.editing().stop = offset
	p.pending = slices.DeleteFunc(p.pending, func(d *dueAction) bool { return d.offset > offset && !d.armed.observes() })
	fate := Altered
	if offset == 0 {
		fate = Dropped
		p.counts = p.countsBefore // nobody answers it
	}
	h.fate(fate)
}

// Change changes the next byte by mask, which is not 0.
func (h *ActionPoint) Change(mask byte) {
	if h.offset < h.message.Size {
		e := h.pump.editing()
		e.mask, e.corrupts = mask, h
	}
}

// Overwrite lets b pass in place of the first bytes of the message, once. The position must be before its first byte.
func (h *ActionPoint) Overwrite(b []byte) { h.pump.editing().overwrite = b }

// Repeat says the message again when all of it has passed. The position must be before its first byte.
func (h *ActionPoint) Repeat() {
	if h.message.Size <= repeatLimit {
		e := h.pump.editing()
		e.repeats, e.copy = h, make([]byte, 0, h.message.Size)
	}
}

// repeatLimit is the longest message that can be said again: so much of it is kept.
const repeatLimit = 1 << 20

// fate records what became of the message.
func (h *ActionPoint) fate(f Fate) { h.conn.stage.rec.mend(h.message.Conn, h.message.Index, f) }

// until bounds how many bytes of the current message are passed on in one go.
func (p *pump) until(take int64) int64 {
	if e := p.edit; e != nil && e.stop > p.passed {
		return min(take, e.stop-p.passed)
	}
	return take
}

// apply does the edit to b[pos:end], the next bytes of the message, and returns up to where b is passed. False means
// that the connection is over.
func (p *pump) apply(b []byte, pos, out, end int) (int, bool) {
	e := p.edit
	if e.stop >= 0 && p.passed >= e.stop {
		ok := p.pass(b[out:pos])
		return end, ok
	}
	if e.corrupts != nil {
		h := e.corrupts
		e.corrupts = nil
		h.changes(b[pos], b[pos]^e.mask)
		b[pos] ^= e.mask
	}
	if done := p.passed; done < int64(len(e.overwrite)) {
		copy(b[pos:end], e.overwrite[done:])
	}
	if e.repeats != nil {
		e.copy = append(e.copy, b[pos:end]...)
	}
	if e.cut == nil {
		return out, true
	}
	return end, p.pass(b[out:pos]) && p.passSliced(e.cut, b[pos:end])
}

// finish ends the edit with its message.
func (p *pump) finish(b []byte, pos, out int) (int, bool) {
	e := p.edit
	p.edit = nil
	if e.repeats == nil {
		return out, true
	}
	if !p.gates.wait(p.c.done) {
		return pos, false
	}
	p.counts.add(p.cur.kind)
	e.repeats.note()
	// In one write, so that it is no matter of luck whether who reads the message has its double by then.
	return pos, p.pass(slices.Concat(b[out:pos], e.copy))
}
