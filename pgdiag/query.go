package pgdiag

// query reads a SELECT, VALUES, TABLE, WITH, FETCH or DECLARE: whether it only reads, by what it calls and names.
func (r *reader) query() effect {
	e := r.word(0)
	if r.sole() {
		e |= effectSole
	}
	from := -1 // the depth at which a FROM list is open
	for r.next() {
		switch {
		case r.at.isChar('('):
			if !pureCall(r.before) {
				e |= effectWrite
			}
		case r.at.kind == tokenWord:
			if r.at.isWord("from") && !r.before.isWord("distinct") || r.at.isWord("join") {
				from = r.depth
				continue
			}
			if is(r.at.text, "where") || is(r.at.text, "group") || is(r.at.text, "order") || is(r.at.text, "limit") || is(r.at.text, "union") {
				from = min(from, r.depth-1)
			}
			e = r.word(e)
			e |= r.relation(from)
		case r.at.kind == tokenQuoted:
			e |= r.relation(from)
		}
	}
	return e
}

// word reads a key word that says more of what a query does.
func (r *reader) word(e effect) effect {
	switch {
	case r.at.isWord("insert"), r.at.isWord("delete"), r.at.isWord("merge"), r.at.isWord("into"):
		return e | effectWrite
	case r.at.isWord("update") && !r.before.isWord("for") && !r.before.isWord("key"):
		return e | effectWrite
	case r.at.isWord("table"), r.at.isWord("fetch") && r.before.kind == 0, r.at.isWord("move"):
		return e | effectRead
	case r.at.isWord("hold") && r.before.isWord("with"):
		return e | effectWrite // its query is executed at COMMIT
	}
	return e
}

// relation tells whether the name at hand is one in a FROM list: of a relation, unless a parenthesis makes it a call.
func (r *reader) relation(from int) effect {
	if from != r.depth || !(r.before.isWord("from") || r.before.isWord("join") || r.before.isWord("only") || r.before.isChar(',')) {
		return 0
	}
	if r.at.isWord("lateral") || r.at.isWord("only") || r.at.isWord("rows") {
		return 0
	}
	if rest := r.s.lex; rest.next().isChar('(') {
		return 0
	}
	return effectRead
}

// explain reads EXPLAIN, which executes its statement with ANALYZE only.
func (r *reader) explain() effect {
	analyze := false
	for r.next() {
		switch {
		case r.at.isWord("analyze"), r.at.isWord("analyse"):
			analyze = true
		case r.depth > 0, r.at.isChar('('), r.at.isChar(')'), r.at.isWord("verbose"):
		default:
			if !analyze {
				r.finish()
				return 0
			}
			return r.statement(r.at)
		}
	}
	return 0
}

// pureCall tells whether the token before a parenthesis makes it no call, or the call of a function that reads nothing
// and writes nothing.
func pureCall(before token) bool {
	switch before.kind {
	case tokenQuoted:
		return false
	case tokenWord:
		return pureWord(before.text)
	}
	return true
}

// sole tells whether the statement is SELECT with one call of a function that sets a sequence or takes a lock, and with
// nothing else. It reads ahead, and leaves the statement where it is.
func (r *reader) sole() bool {
	l := r.s.lex
	name := l.next()
	if !r.at.isWord("select") || name.kind != tokenWord || !(is(name.text, "setval") || hasPrefix(name.text, "pg_advisory_lock")) || !l.next().isChar('(') {
		return false
	}
	for t := l.next(); !t.isChar(')'); t = l.next() {
		if t.kind == tokenEnd || t.kind == tokenBroken || t.isChar('(') || t.kind == tokenWord && !is(t.text, "true") && !is(t.text, "false") {
			return false
		}
	}
	end := l.next()
	return end.kind == tokenEnd || end.isChar(';')
}
