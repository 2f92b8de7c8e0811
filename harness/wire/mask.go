package wire

import (
	"bytes"
	"regexp"
	"strings"
)

// literals are SQL's constants, also one that is cut off: in quotes, with backslashes after an E, and between dollars.
var literals = regexp.MustCompile(`(?is)\be'(?:[^'\\]|\\.|'')*(?:'|\z)|'(?:[^']|'')*(?:'|\z)|\$(\w*)\$.*`)

// verifiers are what a server keeps of a password, and the pairs of a connection string that are one.
var verifiers = regexp.MustCompile(`(?i)SCRAM-SHA-256\$\S+|\bmd5[0-9a-f]{32}\b|password\s*=\s*\S+|(postgres(?:ql)?://[^\s:/@]*):[^\s@]*@`)

// maskSQL hides all constants of a statement that speaks of a password, and all verifiers of any. What stands behind a
// dollar quote is hidden with it: its end may be anything.
func maskSQL(sql string) string {
	if secretive([]byte(sql)) {
		sql = literals.ReplaceAllStringFunc(sql, func(s string) string {
			if s[0] == '$' {
				return "$$****"
			}
			return "'****'"
		})
	}
	return mask(sql)
}

func secretive(sql []byte) bool { return bytes.Contains(bytes.ToLower(sql), []byte("password")) }

// mask hides what is known to be a secret wherever it stands.
func mask(s string) string {
	if !strings.ContainsAny(s, "$=@") && !strings.Contains(strings.ToLower(s), "md5") {
		return s
	}
	return verifiers.ReplaceAllString(s, "$1****")
}
