package pgdiag

// query reads a SELECT, VALUES, TABLE, WITH, FETCH or DECLARE: whether it only reads, by what it calls and names.
func (r *reader) query() effect {
	e := r.word(0)
	if r.sole() {
		e |= effectSole
	}
	from, cast := -1, -1 // the depths at which a FROM list and a CAST are open
	for r.next() {
		if r.before.isChar(':') && r.back[0].isChar(':') || r.before.isWord("as") && r.depth == cast {
			e |= r.typeName()
		}
		switch {
		case r.at.isChar('('):
			e |= r.calls()
			if r.before.isWord("cast") {
				cast = r.depth
			}
		case r.at.kind == tokenLiteral:
			if r.before.kind == tokenQuoted || r.before.kind == tokenWord && !beforeLiteral(r.before.text) {
				e |= effectWrite // of a type that is not PostgreSQL's own
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
	analyze, options := false, false
	for r.next() {
		switch {
		case r.at.isWord("analyze"), r.at.isWord("analyse"):
			analyze = true
		case r.at.isChar('(') && r.before.isWord("explain"):
			options = true
		case options:
			options = r.depth > 0
		case r.at.isWord("verbose"):
		case !analyze:
			r.finish()
			return 0
		default:
			for r.at.isChar('(') { // a query may stand in parentheses
				if !r.next() {
					break
				}
			}
			return r.statement(r.at)
		}
	}
	return 0
}

// calls is the effect of what stands before the parenthesis at hand: nothing where that makes it no call, or the call of a
// function of PostgreSQL's own that writes nothing. One that has the name of such a function may be a program's: in a schema
// that is not PostgreSQL's it is, and with arguments of its own it may be.
func (r *reader) calls() effect {
	switch r.before.kind {
	case tokenQuoted:
		return effectWrite
	case tokenWord:
		switch {
		case !pureWord(r.before.text), r.back[0].isChar('.') && !r.back[1].isWord("pg_catalog"):
			return effectWrite
		case overloaded(r.before.text):
			return effectRead
		}
	}
	return 0
}

// typeName is the effect of a cast to the type at hand: one of PostgreSQL's own does nothing, and a program's may have a
// function of its own, as a domain with a CHECK has.
func (r *reader) typeName() effect {
	if r.at.kind == tokenWord && inSet(typeWords, r.at.text) {
		return 0
	}
	return effectWrite
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
