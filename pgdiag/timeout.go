package pgdiag

import (
	"bytes"
	"strconv"
	"time"
)

// statementTimeout reads the server's statement_timeout off a SET statement, or off the parameters of a StartupMessage,
// where the name is followed by a zero byte. ok is false where text does not set it, or to what can't be read.
func statementTimeout(text []byte) (d time.Duration, ok bool) {
	const name = "statement_timeout"
	i := index(text, name)
	if i < 0 {
		return 0, false
	}
	rest := bytes.TrimLeft(text[i+len(name):], " \t\n=\x00'")
	if word, after := firstWord(rest); is(word, "to") {
		rest = bytes.TrimLeft(after, " \t\n'")
	} else if is(word, "default") {
		return 0, true
	}
	n := 0
	for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	value, err := strconv.ParseInt(string(rest[:n]), 10, 32)
	if err != nil {
		return 0, false
	}
	unit, _ := firstWord(bytes.TrimLeft(rest[n:], " "))
	scale, known := units[string(unit)]
	return time.Duration(value) * scale, known
}

// units are those of PostgreSQL's time settings; statement_timeout counts in milliseconds (manual: "Parameter Names and
// Values").
var units = map[string]time.Duration{
	"": time.Millisecond, "us": time.Microsecond, "ms": time.Millisecond, "s": time.Second, "min": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
}

// index is the first place of lower in text, whatever the case of text.
func index(text []byte, lower string) int {
	for i := 0; i+len(lower) <= len(text); i++ {
		if is(text[i:i+len(lower)], lower) {
			return i
		}
	}
	return -1
}
