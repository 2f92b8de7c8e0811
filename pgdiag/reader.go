package pgdiag

// reader reads one statement.
type reader struct {
	s      *statements
	depth  int // of parentheses
	at     token
	before token    // the token before at
	back   [2]token // the two before that, the later first
	ended  bool     // at is past the statement's end
	broken bool
	found  effect // what was found on the way, whatever the statement is
}

// next goes on to the next token of the statement; false at its end. On the way it looks for calls of functions that do
// what no rollback undoes.
func (r *reader) next() bool {
	if r.ended {
		return false
	}
	r.back[1], r.back[0], r.before, r.at = r.back[0], r.before, r.at, r.s.lex.next()
	switch {
	case r.at.kind == tokenEnd:
		r.ended = true
	case r.at.kind == tokenBroken:
		r.ended, r.broken = true, true
	case r.at.isChar('('):
		r.depth++
		r.call()
	case r.at.isChar(')'):
		r.depth--
	case r.at.isChar(';') && r.depth <= 0:
		r.ended = true
	}
	return !r.ended
}

// call looks at the call of a function whose opening parenthesis is at hand.
func (r *reader) call() {
	if r.before.kind != tokenWord && r.before.kind != tokenQuoted {
		return
	}
	if lastingFunction(r.before.text) {
		r.found |= effectLasting
	}
	if is(r.before.text, "set_config") {
		r.found |= effectSet
		r.s.setsAt = setting{kind: setsUnknown}
	}
}

// finish reads to the statement's end.
func (r *reader) finish() {
	for r.next() {
	}
}

// statement reads the statement that begins with the token first.
func (r *reader) statement(first token) effect {
	r.at = first
	if first.kind != tokenWord {
		return effectAnything
	}
	word := first.text
	switch {
	case is(word, "select"), is(word, "values"), is(word, "with"), is(word, "table"), is(word, "fetch"), is(word, "move"),
		is(word, "declare"):
		return r.query()
	case is(word, "explain"):
		return r.explain()
	case is(word, "insert"), is(word, "update"), is(word, "delete"), is(word, "merge"), is(word, "truncate"), is(word, "grant"),
		is(word, "revoke"), is(word, "comment"), is(word, "notify"), is(word, "refresh"), is(word, "security"),
		is(word, "reassign"), is(word, "import"):
		return effectWrite
	case is(word, "listen"):
		return effectListen
	case is(word, "execute"):
		return effectWrite | effectExecute
	case is(word, "show"), is(word, "savepoint"), is(word, "release"), is(word, "deallocate"),
		is(word, "unlisten"), is(word, "lock"), is(word, "close"), is(word, "checkpoint"), is(word, "load"):
		return 0
	case is(word, "identify_system"), is(word, "start_replication"), is(word, "read_replication_slot"), is(word, "timeline_history"):
		return 0 // what a connection that replicates may ask
	case is(word, "set"), is(word, "reset"), is(word, "discard"):
		return r.set(word)
	case is(word, "copy"):
		return r.copy()
	case is(word, "do"):
		return r.do()
	case is(word, "call"):
		return effectWrite | effectHidden
	}
	if e, ok := r.transaction(word); ok {
		return e
	}
	return r.utility(word)
}

// transaction reads what begins or ends a transaction.
func (r *reader) transaction(word []byte) (effect, bool) {
	var e effect
	switch {
	case is(word, "begin"), is(word, "start"):
		e = effectBegin
		for r.next() {
			if r.before.isWord("read") && r.at.isWord("only") {
				e |= effectReadOnly
			}
		}
		return e, true
	case is(word, "prepare"):
		if r.next() && r.at.isWord("transaction") {
			return effectPrepare, true
		}
		return effectNames, true // PREPARE … AS executes nothing
	case is(word, "commit"), is(word, "end"):
		e = effectCommit
	case is(word, "rollback"), is(word, "abort"):
		e = effectRollback
	default:
		return 0, false
	}
	for r.next() {
		switch {
		case r.at.isWord("prepared") && e.has(effectCommit):
			return effectCommitPrepared, true
		case r.at.isWord("prepared"):
			return effectRollbackPrepared, true
		case r.at.isWord("to"):
			return effectBack, true
		case r.at.isWord("chain") && !r.before.isWord("no"):
			e |= effectChain
		}
	}
	return e, true
}

// utility reads the commands that define things.
func (r *reader) utility(word []byte) effect {
	switch {
	case is(word, "create"), is(word, "drop"), is(word, "alter"):
		for object := true; r.next(); object = false {
			switch {
			case r.at.isWord("concurrently"):
				return effectWrite | effectHidden | effectLasting
			case object && (r.at.isWord("database") || r.at.isWord("tablespace") || r.at.isWord("subscription") || r.at.isWord("system")):
				return effectWrite | effectHidden | effectLasting
			case r.at.isWord("atomic"): // a function's body in SQL, which has semicolons of its own
				r.broken = true
				return effectAnything
			}
		}
		return effectWrite
	case is(word, "vacuum"), is(word, "reindex"), is(word, "cluster"), is(word, "analyze"), is(word, "analyse"):
		return effectWrite | effectHidden | effectLasting
	}
	return effectAnything
}

// copy reads COPY: what it reads from or writes to outside of the database is not undone.
func (r *reader) copy() effect {
	var e effect
	depth := r.depth
	for r.next() {
		switch {
		case r.depth > depth && r.before.isChar('(') && (r.at.isWord("insert") || r.at.isWord("update") || r.at.isWord("delete") || r.at.isWord("merge")):
			e |= effectWrite
		case r.depth > depth:
			e |= r.calls()
		case r.at.isWord("from"):
			e |= effectWrite
		case r.at.isWord("to"):
			e |= effectRead
		case (r.before.isWord("to") || r.before.isWord("from")) && r.at.isWord("program"), r.before.isWord("to") && r.at.kind == tokenLiteral:
			e |= effectWrite | effectLasting
		}
	}
	return e
}

// do reads an anonymous block: only what its text says can end a transaction inside.
func (r *reader) do() effect {
	e := effectWrite
	for r.next() {
		if r.before.isWord("language") && !r.at.isWord("plpgsql") || r.at.coded {
			e |= effectHidden | effectLasting // its text is not what can be read here
		}
		if r.at.kind != tokenLiteral {
			continue
		}
		for _, w := range []string{"commit", "rollback", "call", "execute"} {
			if contains(r.at.text, w) {
				e |= effectHidden
			}
		}
		if mentionsLasting(r.at.text) {
			e |= effectLasting
		}
	}
	return e
}
