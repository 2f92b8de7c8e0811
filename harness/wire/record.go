package wire

// recordBatch is how many entries a pump collects before it takes the recording's lock.
const recordBatch = 256

// record makes the entry of the message that begins with b, and records it where its summary is complete.
func (p *pump) record(b []byte, fate uint8) {
	p.recordPartial()
	p.entry = entry{
		conn: int32(p.c.number), index: p.c.messages.Add(1), at: p.now.UnixNano(), dir: p.dirCode, name: p.cur.code,
		size: uint32(p.cur.size), fate: fate,
	}
	p.details, p.newest = details{}, p.entry.index
	if p.dir == Upstream {
		p.c.transcript.said(p.cur.name)
	}
	if !p.wantsBody() {
		p.keep()
		return
	}
	start := p.cur.body
	limit := int64(summaryLimit)
	if p.keepsBodies() {
		limit = max(limit, int64(p.c.stage.cfg.Bytes))
	}
	if p.dir == Upstream && p.cur.name == nameCopied {
		limit = copyLimit
	}
	if p.cur.name == nameStartup {
		limit = maxStartup // all of it: it is short, and tells who it is
	}
	end := int(min(p.cur.size, int64(start)+limit))
	if len(b) >= end {
		p.summarize(b[start:end])
		return
	}
	p.body, p.want = p.body[:0], end-start
}

// wantsBody tells whether more than the head of the current message is looked at.
func (p *pump) wantsBody() bool {
	keeps := p.keepsBodies() && !provesWho[p.cur.code]
	if p.cur.name == nameCopied && p.dir == Upstream {
		return p.given.room(p.cur.size) || keeps
	}
	if p.cur.name != nameRow && p.cur.name != nameCopied {
		p.rowsBefore = 0
		return keeps || wantsBody[p.cur.code]
	}
	p.digests = p.rowsBefore < digested && p.cur.size <= summaryLimit
	p.rowsBefore = min(p.rowsBefore+1, digested)
	return keeps || p.digests
}

// keepsBodies tells whether the bodies of all messages are kept, the rows' and the copied data's too.
func (p *pump) keepsBodies() bool { return p.c.stage.cfg.Bytes > 0 && p.keptBytes < keptLimit }

// collect takes b, the next bytes of the current message, for a summary that is not complete.
func (p *pump) collect(b []byte) {
	if p.want == 0 {
		return
	}
	skip := max(0, int64(p.cur.body)-p.passed)
	if skip >= int64(len(b)) {
		return
	}
	b = b[skip:]
	p.body = append(p.body, b[:min(len(b), p.want-len(p.body))]...)
	if len(p.body) == p.want {
		p.summarize(p.body)
	}
}

// recordPartial records an entry whose message is not seen to its end.
func (p *pump) recordPartial() {
	if p.want > 0 {
		p.summarize(p.body)
	}
}

func (p *pump) summarize(body []byte) {
	p.want = 0
	name := p.cur.name
	seen := body
	if name != nameStartup {
		seen = body[:min(len(body), summaryLimit)]
	}
	if name != nameRow && name != nameCopied || p.digests {
		p.details = summarize(name, seen)
	}
	if p.dir == Upstream {
		p.copying(name, body)
	}
	if p.dir == Downstream && p.details.backend != 0 {
		p.c.backend.Store(p.details.backend)
	}
	switch {
	case name == nameQuery || name == nameParse:
		secret := SpeaksOfPassword(body)
		p.c.secret.Store(secret)
		p.c.transcript.hide(secret)
	case name == nameError && p.c.secret.Load():
		// A server quotes what it does not understand.
		p.details.summary = p.details.severity + " " + p.details.sqlState + " (hidden, since the statement speaks of a password)"
	case p.dir == Downstream && name == nameReady && len(body) > 0:
		p.c.tx.Store(uint32(body[0]))
	case name == nameStartup:
		app := startupParameter(body, "application_name")
		p.c.app.Store(&app)
	}
	if n := p.c.stage.cfg.Bytes; n > 0 && !p.c.secret.Load() {
		if !p.keepsBodies() {
			n = min(n, keptOfMore)
		}
		p.details.bytes = shownBytes(name, body, n)
		p.keptBytes += len(p.details.bytes)
	}
	p.keep()
}

func (p *pump) keep() {
	if p.details != (details{}) {
		p.batchDetails = append(p.batchDetails, p.details)
		p.entry.detailsNumber = uint32(len(p.batchDetails))
	}
	p.batch = append(p.batch, p.entry)
	if len(p.batch) == recordBatch {
		p.flush()
	}
}

// recordLost records once that nothing can be read any more in this direction.
func (p *pump) recordLost() {
	if !p.opaqueRecorded {
		p.opaqueRecorded = true
		p.c.transcript.ends(EndOpaque)
		p.c.stage.opaque.Store(true)
		p.batch = append(p.batch, entry{conn: int32(p.c.number), at: p.now.UnixNano(), event: eventOf(Opaque), dir: directionCodeOf(p.dir)})
	}
}

// flush writes the batch to the recording. It comes before the bytes are passed on, so that whoever has read a message
// finds it in the recording.
func (p *pump) flush() {
	if len(p.batch) > 0 {
		p.c.stage.rec.add(p.batch, p.batchDetails)
		clear(p.batchDetails)
		p.batch, p.batchDetails = p.batch[:0], p.batchDetails[:0]
	}
}
