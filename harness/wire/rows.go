package wire

import "encoding/binary"

// rows looks at the rows and the copied data that b starts with, as long as they are whole and no trap waits for one,
// and returns where they end. They are nearly all of what is carried where much is: this is what makes the stage as
// fast as a proxy that only copies.
func (p *pump) rows(b []byte) int {
	if !p.frame.typed || p.headKnown || p.c.state.asked.Load() != askedNothing || p.swallowers.any() || p.keepsBodies() {
		return 0
	}
	if p.dir == Downstream && p.rowsBefore < digested { // which are looked at one by one
		return 0
	}
	if p.dir == Upstream && !p.given.more {
		return 0
	}
	name, code := upstreamNames['d'], upstreamCodes['d']
	if p.dir == Downstream && b[0] == 'D' {
		name, code = downstreamNames['D'], downstreamCodes['D']
	} else if b[0] != 'd' {
		return 0
	}
	for _, a := range p.c.stage.traps.of(p.dir) {
		if at := &a.trap.At; at.SQL == "" && at.Tag == "" && at.SQLState == "" && (at.Message == "" || at.Message == name) {
			return 0
		}
	}
	kind, pos := b[0], 0
	sizes, last := p.sizes[:0], int64(0)
	for len(b)-pos >= 5 && b[pos] == kind {
		length := int64(binary.BigEndian.Uint32(b[pos+1:]))
		if length < 4 || length >= int64(len(b)-pos) {
			break
		}
		sizes = append(sizes, uint32(length)+1)
		if length == last { // the processor guesses so, and need not wait for this length to look at the next
			pos += int(last) + 1
			continue
		}
		last = length
		pos += int(length) + 1
	}
	p.sizes = sizes
	if n := int32(len(sizes)); n > 0 {
		p.nth[code] += n
		p.recordRows(entry{
			conn: int32(p.c.number), index: p.c.messages.Add(n) - n + 1, at: p.now.UnixNano(), dir: p.dirCode, name: code,
		}, sizes)
	}
	return pos
}

// fewRows is how many rows are recorded with the messages around them; more are recorded by themselves.
const fewRows = 8

// recordRows records an entry for each size, all else alike but the index, which counts from the first's.
func (p *pump) recordRows(row entry, sizes []uint32) {
	p.recordPartial()
	p.newest = row.index + int32(len(sizes)) - 1
	if len(sizes) > fewRows {
		p.flush()
		p.c.stage.rec.addRows(row, sizes)
		return
	}
	for _, size := range sizes {
		row.size = size
		p.entry, p.details = row, details{}
		p.keep()
		row.index++
	}
}
