package pgdiag

import "time"

// statement is what is known of a prepared statement.
type statement struct {
	effect effect
	sets   setting
}

// maxPrepared is how many statements are remembered by name; what any other does is not known.
const maxPrepared = 512

// prepared are the prepared statements of a session, of which those are remembered that are not plain writes.
type prepared struct {
	unnamed statement
	named   map[string]statement
	full    bool     // what is not remembered may be anything
	waits   []string // the names in the Parse and Close messages that are not answered; empty for what is unnamed
	lasting bool     // a statement was named in SQL that may do what no rollback undoes
}

// plain is what a statement is that is not remembered.
var plain = statement{effect: effectWrite}

func (p *prepared) parsed(name []byte, s statement) {
	switch {
	case len(name) == 0:
		p.unnamed = s
	case s == plain && !p.full:
		delete(p.named, string(name))
	case len(p.named) >= maxPrepared:
		p.full = true
	default:
		if p.named == nil {
			p.named = map[string]statement{}
		}
		p.named[string(name)] = s
	}
}

// sent takes note of a name in a message that names a statement or lets go of one.
func (p *prepared) sent(name []byte) { p.waits = append(p.waits, string(name)) }

// answered takes note that the server has done the first of those.
func (p *prepared) answered() {
	if len(p.waits) > 0 {
		p.waits = append(p.waits[:0], p.waits[1:]...)
	}
}

// failed takes note of an error: the names that are not answered may mean what they did before.
func (p *prepared) failed() {
	for _, name := range p.waits {
		if name != "" {
			p.parsed([]byte(name), statement{effect: effectAnything})
		}
	}
	p.waits = p.waits[:0]
}

// namedInSQL takes note of PREPARE … AS: a name may mean now what no Parse has said.
func (p *prepared) namedInSQL(e effect) {
	p.full = true
	p.lasting = p.lasting || e.has(effectLasting)
}

func (p *prepared) find(name []byte) statement {
	if len(name) == 0 {
		return p.unnamed
	}
	if s, ok := p.named[string(name)]; ok {
		return s
	}
	if p.full {
		return statement{effect: effectAnything}
	}
	return plain
}

// frontendMessage reads a message that the client has sent.
func (b *book) frontendMessage(typ byte, body []byte) {
	switch typ {
	case 0:
		b.pending = 1
		b.ledger.sync()
		t := &b.ledger.timeouts
		t.startup = startupTimeout(body)
		t.session = t.startup
		b.timed = t.startup > 0
	case 'Q':
		b.query(body)
	case 'P':
		name, sql := cstring(body)
		s := readStatements(trimNul(sql), b.up.whole, b.escapes)
		e, _ := s.next()
		sets := s.setsAt
		if _, more := s.next(); more {
			e = effectAnything
		}
		b.prepared.parsed(name, statement{e, sets})
		b.prepared.sent(name)
	case 'B':
		_, rest := cstring(body)
		name, _ := cstring(rest)
		b.portal = b.prepared.find(name)
	case 'C':
		if len(body) > 0 && body[0] == 'S' {
			name, _ := cstring(body[1:])
			b.prepared.parsed(name, plain)
			b.prepared.sent(name)
		} else {
			b.prepared.sent(nil)
		}
	case 'E':
		if len(body) > 0 && body[0] != 0 {
			b.portal = statement{effect: effectAnything} // a portal with a name, which may be of an earlier Bind
		}
		b.execute(b.portal)
	case 'F':
		b.execute(statement{effect: effectWrite | effectHidden | effectLasting})
		b.sync()
	case 'S':
		b.sync()
	case 'f':
		b.op.failing = true
	case 'X':
		b.terminated()
	}
}

// query reads a Query message, which may hold several statements.
func (b *book) query(body []byte) {
	s := readStatements(trimNul(body), b.up.whole, b.escapes)
	e, _ := s.next()
	sets := s.setsAt
	for more := true; more; {
		var then effect
		then, more = s.next()
		if !more && !e.anything() {
			e |= effectLast
		}
		b.execute(statement{e, sets})
		e, sets = then, s.setsAt
	}
	b.sync()
}

func (b *book) sync() {
	b.ledger.sync()
	b.pending++
}

// execute takes note that the server will execute something.
func (b *book) execute(s statement) {
	switch {
	case s.effect.anything():
	case s.effect.has(effectNames):
		b.prepared.namedInSQL(s.effect)
		s.effect &^= effectLasting
	case s.effect.has(effectExecute) && b.prepared.lasting:
		s.effect |= effectLasting
	}
	b.op.executable = true
	b.listens = b.listens || s.effect.has(effectListen)
	b.op.effects |= s.effect
	b.effects |= s.effect
	if b.timed = b.timed || s.sets.kind != setsNothing; b.timed {
		b.op.start = time.Now()
	}
	b.chosen = b.chosen || s.effect.has(effectReadOnly) && !s.effect.anything()
	b.ledger.send(s.effect, s.sets)
}

// terminated decides who closes the connection. pgx sends Terminate in Close, for the owner, and also when it gives the
// connection up itself: after a deadline in the middle of a call, or after a BEGIN, COMMIT or ROLLBACK that failed.
func (b *book) terminated() {
	b.flushing = false
	switch {
	case b.lost() || b.owner || !b.ready:
	case b.timedOut && b.pending > 0, b.dying:
		b.transport = errGivenUp
	default:
		b.owner = true
	}
}
