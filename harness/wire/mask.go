package wire

import (
	"regexp"
	"strings"
)

// literals are SQL's constants, also one that is cut off: in quotes, with backslashes after an E, and between dollars.
var literals = regexp.MustCompile(`(?is)\be'(?:[^'\\]|\\.|'')*(?:'|\z)|'(?:[^']|'')*(?:'|\z)|\$(\w*)\$.*`)

// verifiers are what a server keeps of a password, and the pairs of a connection string that are one.
var verifiers = regexp.MustCompile(`(?i)SCRAM-SHA-256\$\S+|\bmd5[0-9a-f]{32}\b|password\s*=\s*\S+|(postgres(?:ql)?://[^\s:/@]*):[^\s@]*@`)

// MaskSQL hides all constants of a statement that speaks of a password, and all verifiers of any. What stands behind a
// dollar quote is hidden with it: its end may be anything.
func MaskSQL(sql string) string {
	if SpeaksOfPassword(sql) {
		sql = literals.ReplaceAllStringFunc(sql, func(s string) string {
			if s[0] == '$' {
				return "$$****"
			}
			return "'****'"
		})
	}
	return mask(sql)
}

// SpeaksOfPassword tells whether a text speaks of a password.
func SpeaksOfPassword[T string | []byte](sql T) bool { return containsFold(sql, "password") }

// mask hides what is known to be a secret wherever it stands.
func mask(s string) string {
	if !strings.ContainsAny(s, "$=@") && !containsFold(s, "md5") {
		return s
	}
	return verifiers.ReplaceAllString(s, "$1****")
}

// containsFold tells whether s contains word, which is ASCII and in lower case, in letters of any case. It makes no copy in
// lower case: it is asked of each statement, before that is passed on.
func containsFold[T string | []byte](s T, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		n := 0
		for n < len(word) && lower(s[i+n]) == word[n] {
			n++
		}
		if n == len(word) {
			return true
		}
	}
	return false
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + ('a' - 'A')
	}
	return b
}
