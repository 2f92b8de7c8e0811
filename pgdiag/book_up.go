package pgdiag

// frontendMessage reads a message that the client has sent.
func (b *book) frontendMessage(typ byte, body []byte) {
	switch typ {
	case 0:
		b.pending = 1
		b.set(body)
	case 'Q':
		e := effectOf(body, b.up.whole)
		if e.has(effectSet) {
			b.set(body)
		}
		b.execute(e)
		b.op.simple = true
		b.pending++
	case 'P':
		name, sql := cstring(body)
		b.parsed(name, effectOf(sql, b.up.whole))
	case 'B':
		_, rest := cstring(body)
		name, _ := cstring(rest)
		b.portal = b.unnamed
		if len(name) > 0 {
			b.portal = effectPlain
			if len(b.named) > 0 {
				if e, ok := b.named[string(name)]; ok {
					b.portal = e
				}
			}
		}
	case 'E':
		b.execute(b.portal)
	case 'F':
		b.execute(effectPlain | effectHidden)
		b.pending++
	case 'S':
		b.pending++
	case 'X':
		b.terminated()
	}
}

// parsed remembers the effect of a prepared statement, if it is not a plain one.
func (b *book) parsed(name []byte, e effect) {
	if len(name) == 0 {
		b.unnamed = e
		return
	}
	if e == effectPlain {
		if len(b.named) > 0 {
			delete(b.named, string(name))
		}
		return
	}
	if b.named == nil {
		b.named = map[string]effect{}
	}
	b.named[string(name)] = e
}

// set takes note of a statement_timeout that the client asks for. RESET and SET … TO DEFAULT are those of settings that
// the client can't see: no timeout is known then.
func (b *book) set(text []byte) {
	if d, ok := statementTimeout(text); ok || index(text, "statement_timeout") >= 0 {
		b.timeout = d
	}
}

// execute takes note that the server will execute something.
func (b *book) execute(e effect) {
	b.op.executable = true
	b.op.effects |= e
	if e.has(effectBegin) {
		b.readOnly = e.has(effectReadOnly)
		b.op.readOnly = b.readOnly
	}
	b.chosen = b.chosen || e.has(effectReadOnly)
	if e.has(effectSet | effectMulti | effectHidden) {
		b.readOnly, b.op.readOnly = false, false
	}
}

// terminated decides who closes the connection. pgx sends Terminate in Close, for the owner, and also when it gives the
// connection up itself: after a deadline in the middle of a call, or after a BEGIN or COMMIT that failed.
func (b *book) terminated() {
	switch {
	case b.lost() || b.owner:
	case b.timedOut && b.pending > 0, b.dying:
		b.transport = errGivenUp
	default:
		b.owner = true
	}
}
