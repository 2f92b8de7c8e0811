package wire

import (
	"fmt"
	"strings"
)

// match returns what fires in the message of c with head h, of whose body b is the first part or all. What was
// prepared is what is behind a name in it.
func match(traps []*Armed, c *conn, h head, b []byte, said prepared) (hits []*dueAction) {
	for _, a := range traps {
		if !a.fits(c, h, b, said) {
			continue
		}
		n, ok := a.turn()
		if !ok {
			continue
		}
		if offset := a.offset(h, n); offset <= h.size {
			hits = append(hits, &dueAction{armed: a, offset: offset, turn: n})
		}
	}
	return hits
}

// needBody tells whether a trap looks for a text in a message of that name.
func needBody(traps []*Armed, name string) bool {
	for _, a := range traps {
		at := &a.trap.At
		switch name {
		case nameQuery, nameParse:
			if at.SQL != "" {
				return true
			}
		case nameComplete:
			if at.Tag != "" {
				return true
			}
		case nameError, nameNotice:
			if at.SQLState != "" {
				return true
			}
		case nameReady:
			if at.Tx != "" {
				return true
			}
		case nameStartup:
			if at.Application != "" {
				return true
			}
		}
	}
	return false
}

func (a *Armed) fits(c *conn, h head, b []byte, named prepared) bool {
	at := &a.trap.At
	switch {
	case !at.on(c, h.name, b):
		return false
	case at.Message != "" && at.Message != h.name:
		return false
	case at.SQL != "":
		said := sqlOf(h.name, b)
		if at.Message == nameBind || at.Message == nameExecute || at.Message == "" && named.again {
			said = named.sql
		}
		return strings.Contains(strings.ToLower(said), strings.ToLower(at.SQL))
	case at.Tag != "":
		return h.name == nameComplete && strings.EqualFold(firstWord(text(b)), at.Tag)
	case at.SQLState != "":
		return (h.name == nameError || h.name == nameNotice) && strings.HasPrefix(summarize(h.name, b).sqlState, at.SQLState)
	}
	return true
}

// on tells whether p is on c, where a message of that name with that body comes, or none.
func (p *Position) on(c *conn, name string, body []byte) bool {
	if p.Conn != 0 && p.Conn != c.number {
		return false
	}
	if p.Application != "" {
		application := c.application()
		if name == nameStartup {
			application = startupParameter(body, "application_name")
		}
		if application != p.Application {
			return false
		}
	}
	if p.Tx == "" {
		return true
	}
	tx := byte(c.tx.Load())
	if name == nameReady && len(body) > 0 {
		tx = body[0]
	}
	return txStatus(tx) == p.Tx
}

// turn counts a message that fits, and tells whether it is one that the trap fires at, and which of those, from 1.
func (a *Armed) turn() (n int64, ok bool) {
	first := int64(max(1, a.trap.At.Occurrence))
	n = a.seen.Add(1) - first + 1
	return n, n >= 1 && (a.trap.Times < 0 || n <= int64(max(1, a.trap.Times)))
}

func (a *Armed) offset(h head, turn int64) int64 {
	if aimer, ok := a.trap.Do.(aimer); ok {
		return aimer.aim(a.trap.At, h, turn)
	}
	if a.trap.At.Offset == Whole {
		return h.size
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
	var b strings.Builder
	if p.Now() {
		b.WriteString("now")
		p.where(&b)
		return b.String()
	}
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
	if p.SQLState != "" {
		fmt.Fprintf(&b, " with SQLSTATE %s", p.SQLState)
	}
	p.where(&b)
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

func (p Position) where(b *strings.Builder) {
	if p.Conn != 0 {
		fmt.Fprintf(b, " on connection %d", p.Conn)
	}
	if p.Application != "" {
		fmt.Fprintf(b, " of application %q", p.Application)
	}
	if p.Tx != "" {
		fmt.Fprintf(b, " while %s", p.Tx)
	}
}
