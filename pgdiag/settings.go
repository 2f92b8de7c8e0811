package pgdiag

import (
	"bytes"
	"strconv"
	"time"
)

// setting is what a statement does to statement_timeout, the one setting that tells one meaning of 57014 from another.
type setting struct {
	kind  settingKind
	local bool // SET LOCAL
	d     time.Duration
}

type settingKind uint8

const (
	setsNothing settingKind = iota
	setsTimeout
	resetsTimeout // RESET, SET … TO DEFAULT, RESET ALL, DISCARD ALL
	setsUnknown   // set_config, or a value that can't be read
)

// timeouts keeps the statement_timeout of a session as the client has set it: 0 where none is known.
type timeouts struct {
	startup, session time.Duration
	block, local     time.Duration // set in the transaction that is open
	inBlock, isLocal bool
}

// now is the timeout in force.
func (t *timeouts) now() time.Duration {
	switch {
	case t.isLocal:
		return t.local
	case t.inBlock:
		return t.block
	}
	return t.session
}

// apply takes note of a statement that was answered. It lasts when its transaction is committed.
func (t *timeouts) apply(s setting) {
	d := s.d
	switch s.kind {
	case setsNothing:
		return
	case resetsTimeout:
		d = t.startup
	case setsUnknown:
		d = 0
	}
	if s.local {
		t.local, t.isLocal = d, true
		return
	}
	t.block, t.inBlock, t.isLocal = d, true, false
}

// end takes note of the end of a transaction, or of one statement outside of any.
func (t *timeouts) end(committed bool) {
	if committed && t.inBlock {
		t.session = t.block
	}
	t.inBlock, t.isLocal = false, false
}

// back takes note of ROLLBACK TO SAVEPOINT: which settings it undoes is not known here.
func (t *timeouts) back() {
	if t.inBlock || t.isLocal {
		t.local, t.isLocal = 0, true
	}
}

// set reads SET, RESET and DISCARD.
func (r *reader) set(word []byte) effect {
	s := &r.s.setsAt
	if is(word, "discard") || is(word, "reset") {
		if r.next() && (r.at.isWord("all") || r.at.isWord("statement_timeout")) {
			s.kind = resetsTimeout
		}
		return effectSet
	}
	e := effectSet
	for r.next() {
		switch {
		case r.at.isWord("transaction") && r.before.isWord("set"):
			for r.next() {
				if r.before.isWord("read") && r.at.isWord("only") {
					e |= effectReadOnly
				}
			}
			return e
		case r.at.isWord("local"):
			s.local = true
		case r.at.isWord("statement_timeout"):
			s.kind = setsUnknown
			if r.next() { // TO, or the equals sign
				r.next()
				s.kind, s.d = timeoutValue(r)
			}
			return e
		}
	}
	return e
}

// timeoutValue reads the value behind SET statement_timeout TO.
func timeoutValue(r *reader) (settingKind, time.Duration) {
	if r.at.isWord("default") {
		return resetsTimeout, 0
	}
	if d, ok := duration(r.at.text); ok {
		return setsTimeout, d
	}
	return setsUnknown, 0
}

// startupTimeout reads statement_timeout off the parameters of a StartupMessage: its own, or within options.
func startupTimeout(body []byte) time.Duration {
	const name = "statement_timeout"
	i := bytes.Index(body, []byte(name))
	if i < 0 {
		return 0
	}
	d, _ := duration(bytes.TrimLeft(body[i+len(name):], "=\x00 '"))
	return d
}

// duration reads a value of PostgreSQL's time settings off the beginning of text; statement_timeout counts in
// milliseconds (manual: "Parameter Names and Values").
func duration(text []byte) (time.Duration, bool) {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	value, err := strconv.ParseInt(string(text[:n]), 10, 32)
	if err != nil {
		return 0, false
	}
	unit := bytes.TrimLeft(text[n:], " ")
	end := 0
	for end < len(unit) && isIdentStart(unit[end]) {
		end++
	}
	scale, known := units[string(unit[:end])]
	return time.Duration(value) * scale, known
}

var units = map[string]time.Duration{
	"": time.Millisecond, "us": time.Microsecond, "ms": time.Millisecond, "s": time.Second, "min": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
}
