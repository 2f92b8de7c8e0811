package pgdiag

// effect is what a statement may do to the data and to its transaction, read off its text. The zero effect leaves nothing
// behind but in the session. What can't be read off counts as the worst that it may be.
type effect uint32

const (
	effectWrite            effect = 1 << iota // may write in the transaction it meets
	effectRead                                // its text only reads, but from relations, which may be views of anything
	effectBegin                               // BEGIN, START TRANSACTION
	effectReadOnly                            // with effectBegin, or SET TRANSACTION: READ ONLY was said
	effectCommit                              // COMMIT, END
	effectRollback                            // ROLLBACK, ABORT
	effectChain                               // with COMMIT or ROLLBACK: AND CHAIN
	effectPrepare                             // PREPARE TRANSACTION
	effectCommitPrepared                      // COMMIT PREPARED
	effectRollbackPrepared                    // ROLLBACK PREPARED
	effectHidden                              // may commit inside, outside of a transaction block
	effectLasting                             // may do what no rollback undoes
	effectSet                                 // SET, RESET and DISCARD, which may change the transaction's mode
	effectBack                                // ROLLBACK TO SAVEPOINT
	effectEmpty                               // no statement at all
	effectSole                                // with effectLasting: one call and nothing else, so that an error is that call's own
	effectLast                                // the last statement of a Query message, which commits before it is answered
	effectNames                               // PREPARE … AS: a name for a statement, in SQL
	effectExecute                             // EXECUTE, of a statement that was named in SQL
	effectListen                              // LISTEN
)

// effectAnything is the effect of what can't be read: it may hold any statements.
const effectAnything = effectWrite | effectHidden | effectLasting | effectCommit | effectRollback | effectBegin | effectSet

// effectUnprepared is that of a PREPARE TRANSACTION that was answered with ROLLBACK.
const effectUnprepared = effectPrepare | effectRollback

// has tells whether e holds any of the effects in f.
func (e effect) has(f effect) bool { return e&f != 0 }

// anything tells whether e is the effect of what can't be read.
func (e effect) anything() bool { return e&effectAnything == effectAnything }

// statements reads the effects of the statements in a text, one after the other. whole tells whether text is all of it.
type statements struct {
	lex    lexer
	whole  bool
	over   bool
	setsAt setting // the setting that the statement read last sets, if it is one that is kept
	some   bool    // a statement was read
}

func readStatements(text []byte, whole, escapes bool) statements {
	return statements{lex: lexer{rest: text, escapes: escapes}, whole: whole}
}

// next returns the effect of the next statement; ok is false after the last. A text without any statement has one, which
// is effectEmpty, since the server answers it.
func (s *statements) next() (e effect, ok bool) {
	if s.over {
		return 0, false
	}
	s.setsAt = setting{}
	first := s.lex.next()
	for first.isChar(';') {
		first = s.lex.next()
	}
	switch {
	case first.kind == tokenBroken, !s.whole:
		s.over = true
		return effectAnything, true
	case first.kind == tokenEnd:
		s.over = true
		return effectEmpty, !s.some
	}
	s.some = true
	r := reader{s: s}
	for first.isChar('(') {
		r.depth++
		first = s.lex.next()
	}
	e = r.statement(first)
	r.finish()
	if r.broken {
		s.over = true
		return effectAnything, true
	}
	return e | r.found, true
}

// effectOf is the effect of a text of one statement, as the extended protocol has it; more than one is anything.
func effectOf(text []byte, whole, escapes bool) effect {
	s := readStatements(text, whole, escapes)
	e, _ := s.next()
	if _, more := s.next(); more {
		return effectAnything
	}
	return e
}
