package pgdiag

import "bytes"

// severalStatements tells whether another statement follows a semicolon in what is left of a statement's text, outside of
// literals, quoted names and comments. Where a backslash makes it depend on the server's settings what is a literal, the
// answer is yes: the doubt is on the safe side.
func severalStatements(rest []byte) bool {
	for i := 0; i < len(rest); {
		switch c := rest[i]; {
		case c == ';':
			word, after := firstWord(rest[i+1:])
			return len(word) > 0 || len(after) > 0
		case c == '\'':
			end := closing(rest[i+1:], '\'')
			if bytes.IndexByte(rest[i+1:i+1+end], '\\') >= 0 {
				return true
			}
			i += end + 2
		case c == '"':
			i += closing(rest[i+1:], '"') + 2
		case c == '$':
			i += dollarQuoted(rest[i:])
		case c == '-' && i+1 < len(rest) && rest[i+1] == '-', c == '/' && i+1 < len(rest) && rest[i+1] == '*':
			i = len(rest) - len(skipComment(rest[i:]))
		default:
			i++
		}
	}
	return false
}

// closing is the index of the quote that ends a literal or a name. A doubled quote is two literals side by side to this
// scan, which comes to the same.
func closing(p []byte, quote byte) int {
	if end := bytes.IndexByte(p, quote); end >= 0 {
		return end
	}
	return len(p)
}

// dollarQuoted is the length of the dollar-quoted literal that p begins with, or 1 where the dollar sign begins none.
func dollarQuoted(p []byte) int {
	end := bytes.IndexByte(p[1:], '$')
	if end < 0 {
		return 1
	}
	tag := p[:end+2]
	for i, c := range tag[1 : len(tag)-1] {
		if !isLetter(c) && c < 0x80 && (i == 0 || c < '0' || c > '9') {
			return 1
		}
	}
	if stop := bytes.Index(p[len(tag):], tag); stop >= 0 {
		return len(tag) + stop + len(tag)
	}
	return len(p)
}

// skipComment returns what follows the comment that p begins with. Comments between slash and star nest.
func skipComment(p []byte) []byte {
	if p[0] == '-' {
		if end := bytes.IndexByte(p, '\n'); end >= 0 {
			return p[end+1:]
		}
		return nil
	}
	depth := 0
	for len(p) > 0 {
		switch {
		case bytes.HasPrefix(p, []byte("/*")):
			depth++
			p = p[2:]
		case bytes.HasPrefix(p, []byte("*/")):
			depth--
			p = p[2:]
			if depth == 0 {
				return p
			}
		default:
			p = p[1:]
		}
	}
	return nil
}
