// Package escape makes text from outside safe to be shown.
package escape

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Text makes text from outside (error messages, SQL, a shim's name) safe for a terminal and for one line: control
// characters, line breaks, marks that turn the direction of writing, and bytes that are no UTF-8 are shown as escapes.
func Text(s string) string {
	if !strings.ContainsFunc(s, unsafeRune) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case unsafeRune(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case unsafeRune(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[:size])
		}
		s = s[size:]
	}
	return b.String()
}

// unsafeRune tells whether a terminal may do something else with r than show it.
func unsafeRune(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

// JSON does for encoded JSON what Text does for text: encoding/json leaves DEL, the C1 controls and the marks of
// direction as they are. Outside ASCII there is nothing but the insides of strings, so replacing them there is safe.
func JSON(line []byte) []byte {
	s := string(line)
	if !strings.ContainsFunc(s, unsafeRune) {
		return line
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !unsafeRune(r) || r == '\n':
			b.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return []byte(b.String())
}
