package wire

import (
	"bytes"
	"slices"
)

// The most that is remembered of a connection: so many names of each kind, and so much of a text. What is over is
// forgotten, the oldest first; a position that asks for it does not fit.
const (
	namesLimit = 256
	textLimit  = 4 << 10
)

// statements are the texts behind the names of a connection's prepared statements and portals: a Bind names a statement and
// an Execute a portal, and neither says the SQL. A name that was given up by SQL alone (DEALLOCATE) is as good as free: the
// Parse that takes it again says its text.
type statements struct {
	prepared, portals namedTexts
	// bound are the names of prepared statements that were bound since they were parsed.
	bound map[string]bool
	// again tells whether the message that was noted last binds such a statement: it brings the statement anew, and no Parse does.
	again bool
}

// prepared is what a message says of a statement by its name.
type prepared struct {
	sql   string
	again bool // it binds it anew, after a Parse and a Bind before
}

// namesStatement tells whether messages of a client of that kind name a statement or a portal.
func namesStatement(kind byte) bool { return kind == 'P' || kind == 'B' || kind == 'E' || kind == 'C' }

// note takes a client's message in, and returns the SQL that it is about; empty where that is not known.
func (s *statements) note(kind byte, body []byte) string {
	s.again = false
	switch kind {
	case 'P':
		name, rest, _ := bytes.Cut(body, []byte{0})
		sql, _, _ := bytes.Cut(rest, []byte{0})
		text := string(sql[:min(len(sql), textLimit)])
		s.prepared.put(name, text)
		delete(s.bound, string(name))
		return text
	case 'B':
		portal, rest, _ := bytes.Cut(body, []byte{0})
		name, _, _ := bytes.Cut(rest, []byte{0})
		text, known := s.prepared.of[string(name)]
		if s.again = s.bound[string(name)]; known && !s.again && len(s.bound) < namesLimit {
			if s.bound == nil {
				s.bound = map[string]bool{}
			}
			s.bound[string(name)] = true
		}
		s.portals.put(portal, text)
		return text
	case 'E':
		portal, _, _ := bytes.Cut(body, []byte{0})
		return s.portals.of[string(portal)]
	case 'C':
		if len(body) == 0 {
			return ""
		}
		name, _, _ := bytes.Cut(body[1:], []byte{0})
		if body[0] == 'S' {
			delete(s.bound, string(name))
			return s.prepared.drop(name)
		}
		return s.portals.drop(name)
	}
	return ""
}

// namedTexts are texts by name, in the order in which the names came.
type namedTexts struct {
	of     map[string]string
	counts []string
}

func (t *namedTexts) put(name []byte, text string) {
	if _, known := t.of[string(name)]; !known {
		if t.of == nil {
			t.of = map[string]string{}
		}
		if len(t.counts) == namesLimit {
			delete(t.of, t.counts[0])
			t.counts = slices.Delete(t.counts, 0, 1)
		}
		t.counts = append(t.counts, string(name))
	}
	t.of[string(name)] = text
}

func (t *namedTexts) drop(name []byte) string {
	text, known := t.of[string(name)]
	if known {
		delete(t.of, string(name))
		t.counts = slices.DeleteFunc(t.counts, func(other string) bool { return other == string(name) })
	}
	return text
}
