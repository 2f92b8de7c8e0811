package wire

import (
	"cmp"
	"errors"
	"io"
	"os"
	"slices"
	"syscall"
	"time"
)

const (
	bufferSize = 64 << 10
	// largeBuffer takes the place of the first one where the data doesn't stop coming.
	largeBuffer = 256 << 10
	// holdLimit is the most of a message that is held back to look for a text in it.
	holdLimit = 32 << 10
)

// pump passes one direction of a connection on. Everything in it belongs to the goroutine that runs it.
type pump struct {
	c          *conn
	dir        Direction
	dirCode    directionCode
	from, to   socket
	gates      *gates
	swallowers *swallowers
	tasks      *pumpTasks
	frame      framer
	buf        []byte
	held       int // bytes at the start of buf that were read and not yet passed: a message that is not decided
	now        time.Time
	read       int64 // bytes that were read so far

	headKnown    bool // cur is the head of the message that the held bytes start with
	cur          head
	passed       int64         // how much of the current message has passed
	left         int64         // how much of it has not
	pending      []*dueAction  // what will fire inside it, by offset
	edit         *edit         // what is done to it; nil where nothing is
	counts       requestCounts // what was asked or answered so far, the current message included
	countsBefore requestCounts // and without it
	nth          [256]int32    // how many of each name have come, by its place in names
	entry        entry         // its entry, where the summary isn't complete
	details      details
	rowsBefore   int  // how many rows of this answer have come, up to digested
	digests      bool // the current row is digested
	given        copiedIn
	keptBytes    int    // of bodies, so far
	newest       int32  // the index of the newest message
	body         []byte // what of its body is seen, for the summary
	want         int    // how much of its body the summary needs; 0 where it is recorded already

	statements statements // of a client
	toSync     bool       // a statement was answered in the server's place: the rest of it is dropped, its Sync included

	inserted []insertion // what actions add, and was not yet said

	batch          []entry   // entries that are not yet in the recording
	batchDetails   []details // and what they say
	sizes          []uint32  // of the rows that are being counted
	opaqueRecorded bool      // that nothing can be read any more is recorded
	asked          bool      // what was read last, of a client that was hung up on, is more than a good-bye
}

func newPump(c *conn, dir Direction) *pump {
	from, to := c.sockets(dir)
	return &pump{
		c: c, dir: dir, dirCode: directionCodeOf(dir), from: from, to: to, gates: c.gates[dir], swallowers: c.swallowers[dir], tasks: c.tasks[dir],
		frame: framer{dir: dir, state: &c.state, typed: dir == Downstream}, buf: make([]byte, bufferSize),
	}
}

// run passes on until this direction ends.
func (p *pump) run() {
	for p.runTasks() {
		n, err := p.from.Read(p.buf[p.held:])
		last := n > 0 && p.deaf() && p.read >= p.c.before
		p.asked = false
		if n > 0 {
			p.now, p.read = time.Now(), p.read+int64(n)
			if b := p.buf[p.held : p.held+n]; p.dir == Downstream || !isTerminate(b) {
				p.c.exchange.note(p.c, p.dir, n, p.now)
			}
			full := p.held+n == len(p.buf)
			if !p.chunk(p.buf[:p.held+n]) {
				break
			}
			if full && len(p.buf) < largeBuffer {
				p.buf = append(make([]byte, 0, largeBuffer), p.buf...)[:largeBuffer]
			}
		}
		if p.deaf() && (n > 0 || !errors.Is(err, os.ErrDeadlineExceeded)) && p.heard(last, err) {
			break
		}
		if errors.Is(err, os.ErrDeadlineExceeded) { // somebody asks for something
			_ = p.from.SetReadDeadline(time.Time{}) // where it fails, so does the next Read
			continue
		}
		if err != nil {
			p.end(err)
			break
		}
	}
	p.recordPartial()
	p.flush()
	if p.dir == Upstream {
		p.c.stage.readToEnd(p.c)
	}
}

// chunk passes b on, all of it but the start of a message that can't be decided yet. False means that it is over.
func (p *pump) chunk(b []byte) bool {
	out, pos := 0, 0 // passed up to out, looked at up to pos
	for {
		if p.left > 0 || len(p.pending) > 0 {
			var ok bool
			if pos, out, ok = p.advance(b, pos, out); !ok {
				return false
			}
			if p.left > 0 {
				break
			}
		}
		if pos == len(b) {
			break
		}
		if p.frame.lost() {
			if !p.deaf() {
				p.recordLost()
			}
			if p.swallowers.any() {
				p.swallowers.swallowed()
				ok := p.pass(b[out:pos])
				p.held = 0
				return ok
			}
			pos = len(b)
			break
		}
		if n := p.rows(b[pos:]); n > 0 {
			pos += n
			continue
		}
		if p.begin(b[pos:]) || p.frame.lost() {
			continue
		}
		if !p.pass(b[out:pos]) {
			return false
		}
		p.held = copy(p.buf, b[pos:])
		p.flush()
		p.noteTaken()
		return true
	}
	p.held = 0
	p.flush()
	return p.pass(b[out:pos])
}

// begin decides the message that b starts with. False means that b is too short for it, or that there is none.
func (p *pump) begin(b []byte) bool {
	if !p.headKnown {
		h, need := p.frame.head(b)
		if need > 0 || p.frame.lost() && h.size == 0 {
			return false
		}
		if h.code == 0 {
			h.code = codes[h.name]
		}
		p.cur, p.headKnown = h, true
	}
	traps := p.c.stage.traps.of(p.dir)
	replaced := p.dir == Downstream && p.c.replacedStatements.any()
	seen := min(p.cur.size, int64(len(b)))
	named := p.dir == Upstream && namesStatement(p.cur.kind)
	if need := min(p.cur.size, holdLimit); seen < need && (named || needBody(traps, p.cur.name) || replaced && p.cur.name == nameError) {
		return false
	}
	body := b[min(p.cur.body, len(b)):seen]
	var said prepared
	if named {
		said.sql = p.statements.note(p.cur.kind, body)
		said.again = p.statements.again
	}
	p.headKnown, p.passed, p.left, p.edit = false, 0, p.cur.size, nil
	fate := uint8(passed)
	switch {
	case replaced && p.c.replacedStatements.ours(p.counts, p.cur, body), p.swallowers.any(), p.toSync:
		p.edit, fate = &edit{stop: 0}, dropped
		traps = observers(traps)
	case p.deaf():
		traps, fate = nil, dropped
		p.asked = p.asked || p.cur.kind != 'X'
	}
	if len(traps) > 0 {
		p.pending = match(traps, p.c, p.cur, body, said)
		slices.SortStableFunc(p.pending, func(a, b *dueAction) int { return cmp.Compare(a.offset, b.offset) })
	}
	p.count()
	if p.toSync {
		p.counts, p.toSync = p.countsBefore, p.cur.kind != 'S'
	}
	p.record(b, fate)
	if fate == dropped {
		p.flush()
		p.swallowers.swallowed()
	}
	return true
}

// count counts the message among those of its name, and among the questions or the answers.
func (p *pump) count() {
	p.nth[p.cur.code]++
	p.countsBefore = p.counts
	switch {
	case p.dir == Downstream:
		p.counts.answer(p.cur.kind)
	case p.cur.name == nameStartup:
		p.counts.rounds++
	default:
		p.counts.add(p.cur.kind)
	}
}

// advance moves on inside the current message, and fires what is due in it.
func (p *pump) advance(b []byte, pos, out int) (int, int, bool) {
	for {
		for len(p.pending) > 0 && p.pending[0].offset == p.passed {
			d := p.pending[0]
			p.pending = p.pending[1:]
			p.recordPartial()
			p.flush()
			if !p.pass(b[out:pos]) {
				return pos, out, false
			}
			out = pos
			if !p.fire(d) {
				return pos, out, false
			}
		}
		take := p.until(min(p.left, int64(len(b)-pos)))
		if len(p.pending) > 0 {
			take = min(take, p.pending[0].offset-p.passed)
		}
		if take == 0 {
			if p.edit == nil || p.left > 0 {
				return pos, out, true
			}
			var ok bool
			out, ok = p.finish(b, pos, out)
			return pos, out, ok
		}
		p.collect(b[pos : pos+int(take)])
		if p.edit != nil {
			var ok bool
			if out, ok = p.apply(b, pos, out, pos+int(take)); !ok {
				return pos, out, false
			}
		}
		pos += int(take)
		p.passed += take
		p.left -= take
	}
}

// pass writes b where this direction goes, once no gate is shut.
func (p *pump) pass(b []byte) bool {
	if p.deaf() {
		return true // it goes nowhere
	}
	p.noteTaken()
	if !p.gates.wait(p.c.done) {
		return p.deaf()
	}
	if len(b) == 0 || p.gates.ended.Load() {
		return true
	}
	if p.dir == Downstream {
		p.c.transcript.gave(b)
	}
	p.noteDelivery() // before the peer can have it, so that whoever has read a message finds it delivered
	if _, err := p.to.Write(b); err != nil && !p.gates.ended.Load() {
		p.broken(err)
		return p.deaf()
	}
	return true
}

// end passes the end of a direction on, as what it was: a FIN as a FIN, a RST as a RST.
func (p *pump) end(err error) {
	if !errors.Is(err, io.EOF) {
		p.broken(err)
		return
	}
	p.c.stage.event(p.c, Ended, p.dir, "")
	p.noteEnded()
	if p.dir == Upstream {
		p.c.transcript.said(ClientEnded)
	}
	if p.pass(p.buf[:p.held]) {
		if p.dir == Downstream {
			p.c.transcript.ends(EndFIN)
		}
		if to, ok := p.to.(interface{ Goodbye() }); ok {
			to.Goodbye()
		}
		_ = p.to.CloseWrite() // what it fails with, the other direction meets too
	}
}

func (p *pump) broken(err error) {
	select {
	case <-p.c.done: // by us
		if !p.deaf() {
			p.noteEnded()
		}
		return
	default:
		p.c.stage.event(p.c, Aborted, p.dir, err.Error())
	}
	p.noteEnded()
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) {
		p.c.reset()
		return
	}
	p.c.close()
}
