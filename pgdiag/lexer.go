package pgdiag

import "bytes"

// tokenKind is what a token is.
type tokenKind byte

const (
	tokenEnd     tokenKind = iota // the text is over
	tokenWord                     // an identifier or key word that is not quoted
	tokenQuoted                   // a quoted identifier
	tokenLiteral                  // a string literal, dollar-quoted ones included
	tokenOther                    // a number, a parameter, or one character of anything else
	tokenBroken                   // a literal, name or comment without its end
)

// token is a piece of a statement's text.
type token struct {
	kind tokenKind
	text []byte // without its quotes
	// coded says of a literal that its text is not what it stands for: it has escapes, or stands in pieces.
	coded bool
}

// isWord tells whether the token is this word, which is in lower case.
func (t token) isWord(lower string) bool { return t.kind == tokenWord && is(t.text, lower) }

// isChar tells whether the token is this character.
func (t token) isChar(c byte) bool {
	return t.kind == tokenOther && len(t.text) == 1 && t.text[0] == c
}

// lexer cuts SQL into tokens, as PostgreSQL's own does (manual: "Lexical Structure"). White space and comments are no
// tokens. A backslash escapes in E” literals, and in all where standard_conforming_strings is off.
type lexer struct {
	rest    []byte
	escapes bool // standard_conforming_strings is off
}

func (l *lexer) next() token {
	if !l.skipSpace() {
		return token{kind: tokenBroken}
	}
	p := l.rest
	if len(p) == 0 {
		return token{}
	}
	switch c := p[0]; {
	case isIdentStart(c):
		n := identLen(p)
		if n == 1 && n < len(p) && p[n] == '\'' {
			return l.literal(n, c|0x20 == 'e' || l.escapes)
		}
		if c|0x20 == 'u' && n == 1 && len(p) > 2 && p[1] == '&' && (p[2] == '\'' || p[2] == '"') {
			if p[2] == '"' {
				return l.quoted(2)
			}
			t := l.literal(2, l.escapes)
			t.coded = true
			return t
		}
		l.rest = p[n:]
		return token{kind: tokenWord, text: p[:n]}
	case c == '\'':
		return l.literal(0, l.escapes)
	case c == '"':
		return l.quoted(0)
	case c == '$':
		return l.dollar()
	case c >= '0' && c <= '9':
		n := 1
		for n < len(p) && (isIdentPart(p[n]) || p[n] == '.') {
			n++
		}
		l.rest = p[n:]
		return token{kind: tokenOther, text: p[:n]}
	default:
		l.rest = p[1:]
		return token{kind: tokenOther, text: p[:1]}
	}
}

// skipSpace skips white space and comments; false is a comment without its end.
func (l *lexer) skipSpace() bool {
	p := l.rest
	for len(p) > 0 {
		switch c := p[0]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == 0:
			p = p[1:]
		case c == '-' && len(p) > 1 && p[1] == '-':
			end := bytes.IndexAny(p, "\n\r")
			if end < 0 {
				end = len(p)
			}
			p = p[end:]
		case c == '/' && len(p) > 1 && p[1] == '*':
			after, ok := skipComment(p)
			if !ok {
				l.rest = nil
				return false
			}
			p = after
		default:
			l.rest = p
			return true
		}
	}
	l.rest = nil
	return true
}

// skipComment returns what follows the comment between slash and star that p begins with; they nest.
func skipComment(p []byte) ([]byte, bool) {
	depth := 0
	for len(p) > 1 {
		switch {
		case p[0] == '/' && p[1] == '*':
			depth++
			p = p[2:]
		case p[0] == '*' && p[1] == '/':
			depth--
			p = p[2:]
			if depth == 0 {
				return p, true
			}
		default:
			p = p[1:]
		}
	}
	return nil, false
}

// literal takes a string literal whose opening quote is at from: with its doubled quotes, and with what continues it after a
// line's end, in which a backslash means what it means at the beginning.
func (l *lexer) literal(from int, escapes bool) token {
	p := l.rest[from+1:]
	coded := false
	for i := 0; i < len(p); i++ {
		switch {
		case p[i] == '\'':
			if on := continued(p[i+1:]); on > 0 {
				coded = coded || on > 1
				i += on
				continue
			}
			l.rest = p[i+1:]
			return token{tokenLiteral, p[:i], coded}
		case p[i] == '\\' && escapes:
			coded = true
			i++
		}
	}
	l.rest = nil
	return token{kind: tokenBroken, text: p}
}

// continued tells after a closing quote how many bytes on the quote stands that opens the literal again; 0 where none does.
func continued(p []byte) int {
	if len(p) > 0 && p[0] == '\'' {
		return 1 // a doubled quote
	}
	after := lexer{rest: p}
	if !after.skipSpace() || len(after.rest) == 0 || after.rest[0] != '\'' {
		return 0
	}
	between := p[:len(p)-len(after.rest)]
	if bytes.Contains(between, []byte("/*")) || !bytes.ContainsAny(between, "\n\r") {
		return 0 // the grammar refuses two literals side by side
	}
	return len(between) + 1
}

// quoted takes a quoted identifier whose opening quote is at from.
func (l *lexer) quoted(from int) token {
	p := l.rest[from+1:]
	end := bytes.IndexByte(p, '"')
	if end < 0 {
		l.rest = nil
		return token{kind: tokenBroken, text: p}
	}
	l.rest = p[end+1:]
	return token{kind: tokenQuoted, text: p[:end]}
}

// dollar takes a dollar-quoted literal, or a parameter.
func (l *lexer) dollar() token {
	p := l.rest
	n := 1
	if n < len(p) && isIdentStart(p[n]) {
		for n < len(p) && isIdentPart(p[n]) && p[n] != '$' {
			n++
		}
	}
	if n < len(p) && p[n] == '$' {
		tag := p[:n+1]
		end := bytes.Index(p[n+1:], tag)
		if end < 0 {
			l.rest = nil
			return token{kind: tokenBroken, text: p[n+1:]}
		}
		l.rest = p[n+1+end+len(tag):]
		return token{kind: tokenLiteral, text: p[n+1 : n+1+end]}
	}
	n = identLen(p)
	l.rest = p[n:]
	return token{kind: tokenOther, text: p[:n]}
}

func identLen(p []byte) int {
	n := 1
	for n < len(p) && isIdentPart(p[n]) {
		n++
	}
	return n
}

func isIdentStart(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= 0x80 }

func isIdentPart(c byte) bool { return isIdentStart(c) || c >= '0' && c <= '9' || c == '$' }

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
func contains(text []byte, lower string) bool {
	for i := 0; i+len(lower) <= len(text); i++ {
		if is(text[i:i+len(lower)], lower) {
			return true
		}
	}
	return false
}
