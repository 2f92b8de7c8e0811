package pgdiag

// effect is what a statement may do to a transaction, read off its first words. Effects of several statements are
// joined; what can't be read off counts as the worst it may be.
type effect uint16

const (
	effectPlain    effect = 1 << iota // anything that writes or reads within the transaction it meets
	effectBegin                       // BEGIN, START TRANSACTION
	effectReadOnly                    // with effectBegin, or SET TRANSACTION: READ ONLY was said
	effectCommit                      // COMMIT, END, COMMIT PREPARED
	effectRollback                    // ROLLBACK, ABORT
	effectPrepare                     // PREPARE TRANSACTION
	effectMulti                       // more than one statement in one message
	effectHidden                      // may commit inside: CALL, DO, or several statements one of which may end the transaction
	effectSet                         // SET and RESET, which may change the transaction's mode
	effectEmpty                       // comments only
)

// has tells whether e holds any of the effects in f.
func (e effect) has(f effect) bool { return e&f != 0 }

// effectOf reads a statement's effect off its text, or off the text's beginning if whole is false.
func effectOf(sql []byte, whole bool) effect {
	word, rest := firstWord(sql)
	if len(word) == 0 {
		if whole && len(rest) == 0 {
			return effectEmpty
		}
		return effectPlain
	}
	e := effectPlain
	switch {
	case is(word, "begin"), is(word, "start"):
		e = effectBegin
		if saysReadOnly(rest) {
			e |= effectReadOnly
		}
	case is(word, "commit"), is(word, "end"):
		e = effectCommit
	case is(word, "rollback"), is(word, "abort"):
		e = effectRollback
		if second, _ := firstWord(rest); is(second, "to") {
			e = effectPlain // ROLLBACK TO SAVEPOINT stays in the transaction
		} else if is(second, "prepared") {
			e = effectCommit // ends another transaction; its loss is as uncertain as a COMMIT's
		}
	case is(word, "prepare"):
		if second, _ := firstWord(rest); is(second, "transaction") {
			e = effectPrepare
		}
	case is(word, "call"):
		e |= effectHidden
	case is(word, "do"):
		// Only what a block says can end the transaction inside: COMMIT, a CALL, or a text that it executes.
		if !whole || contains(rest, "commit") || contains(rest, "call") || contains(rest, "execute") {
			e |= effectHidden
		}
	case is(word, "create"), is(word, "drop"), is(word, "reindex"), is(word, "alter"):
		if contains(rest, "concurrently") {
			e |= effectHidden // commits more than once on its way; what fails leaves an invalid index (manual: CREATE INDEX)
		}
	case is(word, "set"), is(word, "reset"), is(word, "discard"):
		e |= effectSet
		if second, more := firstWord(rest); is(second, "transaction") && saysReadOnly(more) {
			e |= effectReadOnly
		}
	}
	if !whole || severalStatements(rest) {
		e |= effectMulti
		if !whole || contains(rest, "commit") || contains(rest, "end") || contains(rest, "prepare") ||
			contains(rest, "call") || contains(rest, "do") || contains(rest, "rollback") || contains(rest, "abort") {
			e |= effectHidden
		}
		e &^= effectReadOnly
	}
	return e
}

// firstWord returns the first run of letters of sql, after white space, comments, semicolons and opening parentheses.
func firstWord(sql []byte) (word, rest []byte) {
	for len(sql) > 0 {
		switch c := sql[0]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == ';' || c == '(' || c == 0:
			sql = sql[1:]
		case c == '-' && len(sql) > 1 && sql[1] == '-', c == '/' && len(sql) > 1 && sql[1] == '*':
			sql = skipComment(sql)
		default:
			i := 0
			for i < len(sql) && isLetter(sql[i]) {
				i++
			}
			return sql[:i], sql[i:]
		}
	}
	return nil, nil
}

// saysReadOnly tells whether the modes behind BEGIN or START TRANSACTION hold READ ONLY.
func saysReadOnly(rest []byte) bool {
	for {
		var word []byte
		if word, rest = firstWord(rest); len(word) == 0 {
			if len(rest) == 0 {
				return false
			}
			rest = rest[1:]
			continue
		}
		if is(word, "read") {
			if second, _ := firstWord(rest); is(second, "only") {
				return true
			}
		}
	}
}

// is tells whether word is lower, which is in lower case, whatever the case of word.
func is(word []byte, lower string) bool {
	if len(word) != len(lower) {
		return false
	}
	for i := range word {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// contains tells whether lower occurs in text as a run of characters, whatever their case.
func contains(text []byte, lower string) bool { return index(text, lower) >= 0 }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }
