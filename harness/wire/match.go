package wire

import (
	"fmt"
	"strings"
)

// match returns those traps that fire in the message with head h, of whose body b is the first part or all.
func match(traps []*Armed, h head, b []byte) (hits []*Armed) {
	for _, a := range traps {
		if a.fits(h, b) && a.turn() && a.offset(h.size) <= h.size {
			hits = append(hits, a)
		}
	}
	return hits
}

// needBody tells whether a trap looks for a text in a message of that name.
func needBody(traps []*Armed, name string) bool {
	for _, a := range traps {
		at := &a.trap.At
		if at.SQL != "" && (name == nameQuery || name == nameParse) || at.Tag != "" && name == nameComplete {
			return true
		}
	}
	return false
}

func (a *Armed) fits(h head, b []byte) bool {
	at := &a.trap.At
	switch {
	case at.Message != "" && at.Message != h.name:
		return false
	case at.SQL != "":
		return strings.Contains(strings.ToLower(sqlOf(h.name, b)), strings.ToLower(at.SQL))
	case at.Tag != "":
		return h.name == nameComplete && strings.EqualFold(firstWord(text(b)), at.Tag)
	}
	return true
}

// turn counts a message that fits, and tells whether it is one that the trap fires at.
func (a *Armed) turn() bool {
	n, first := a.seen.Add(1), int64(max(1, a.trap.At.Occurrence))
	return n >= first && (a.trap.Times < 0 || n < first+int64(max(1, a.trap.Times)))
}

func (a *Armed) offset(size int64) int64 {
	if a.trap.At.Offset == Whole {
		return size
	}
	return int64(a.trap.At.Offset)
}

func sqlOf(name string, body []byte) string {
	switch name {
	case nameQuery:
		return text(body)
	case nameParse:
		_, rest := cut(body)
		return text(rest)
	}
	return ""
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// isTerminate tells whether a client has said no more than good-bye, which nobody answers.
func isTerminate(b []byte) bool { return string(b) == "X\x00\x00\x00\x04" }

// String says in words where p is.
func (p Position) String() string {
	if p.IsZero() {
		return "now"
	}
	var b strings.Builder
	if p.Occurrence > 1 {
		fmt.Fprintf(&b, "#%d ", p.Occurrence)
	}
	if p.Direction != "" {
		fmt.Fprintf(&b, "%s ", p.Direction)
	}
	b.WriteString(anyName(p.Message))
	if p.SQL != "" {
		fmt.Fprintf(&b, " with %q", p.SQL)
	}
	if p.Tag != "" {
		fmt.Fprintf(&b, " tagged %s", p.Tag)
	}
	switch {
	case p.Offset == Whole:
		b.WriteString(", after its last byte")
	case p.Offset > 0:
		fmt.Fprintf(&b, ", after byte %d", p.Offset)
	default:
		b.WriteString(", before its first byte")
	}
	return b.String()
}
