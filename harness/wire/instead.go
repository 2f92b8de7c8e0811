package wire

import (
	"fmt"
	"slices"
	"strings"
)

// insteadMost is how many kinds of messages are named.
const insteadMost = 8

// Instead says in words what the conversation had in the place of p, where nothing came to p: of messages, which are those
// that were recorded since a fault was armed there.
func (p Position) Instead(messages []Message) string {
	at, err := p.resolve()
	if err != nil {
		at = p
	}
	var near, others listed
	fit := 0
	for _, m := range messages {
		if m.Event != "" || at.Direction != "" && m.Direction != at.Direction {
			continue
		}
		switch {
		case !at.means(m.Type):
			others.add(m.Type)
		case at.fitsRecorded(m):
			if fit++; fit >= max(1, at.Occurrence) && int64(at.Offset) > m.Size {
				near.add(fmt.Sprintf("%s of %d bytes", m.Type, m.Size))
			}
		default:
			near.add(at.deviating(m))
		}
	}
	switch {
	case near.empty() && fit > 0 && fit < at.Occurrence:
		return fmt.Sprintf("it came %d times, not %d", fit, at.Occurrence)
	case !near.empty():
		return "there came " + near.String()
	case !others.empty():
		return "there came " + others.String()
	case at.Direction != "":
		return "nothing went " + string(at.Direction)
	}
	return "nothing was said"
}

// means tells whether p is in a message of that name, whatever it says.
func (p Position) means(name string) bool {
	switch {
	case p.Message != "":
		return name == p.Message
	case p.SQL != "":
		return slices.Contains(withSQL, name)
	case p.Tag != "":
		return name == nameComplete
	case p.SQLState != "":
		return name == nameError || name == nameNotice
	}
	return !p.Now()
}

// fitsRecorded tells whether a recorded message is one that p means, as far as a recording tells.
func (p Position) fitsRecorded(m Message) bool {
	switch {
	case p.Conn != 0 && m.Conn != p.Conn:
		return false
	case p.Tag != "":
		return strings.EqualFold(firstWord(m.Summary), p.Tag)
	case p.SQLState != "":
		return strings.HasPrefix(m.SQLState, p.SQLState)
	case p.SQL != "" && (m.Type == nameQuery || m.Type == nameParse):
		return strings.Contains(strings.ToLower(m.Summary), strings.ToLower(p.SQL))
	}
	return p.SQL == "" && p.Application == "" && p.Tx == ""
}

// deviating names a message with that in which it is not what p means.
func (p Position) deviating(m Message) string {
	text := m.Type
	switch {
	case p.Conn != 0 && m.Conn != p.Conn:
		return fmt.Sprintf("%s on connection %d", text, m.Conn)
	case p.Application != "" || p.Tx != "":
		return text + " on other connections"
	case m.Summary != "":
		const most = 60
		said := []rune(strings.Join(strings.Fields(m.Summary), " "))
		if len(said) > most {
			said = append(said[:most], '…')
		}
		return fmt.Sprintf("%s %q", text, string(said))
	}
	return text
}

// listed counts what is alike, in the order of its coming.
type listed struct {
	names  []string
	counts map[string]int
}

func (l *listed) add(name string) {
	if l.counts == nil {
		l.counts = map[string]int{}
	}
	if l.counts[name]++; l.counts[name] == 1 {
		l.names = append(l.names, name)
	}
}

func (l *listed) empty() bool { return len(l.names) == 0 }

// String is "DataRow ×3, CommandComplete".
func (l *listed) String() string {
	var words []string
	for i, name := range l.names {
		if i == insteadMost {
			words = append(words, fmt.Sprintf("and %d kinds more", len(l.names)-i))
			break
		}
		if n := l.counts[name]; n > 1 {
			name = fmt.Sprintf("%s ×%d", name, n)
		}
		words = append(words, name)
	}
	return strings.Join(words, ", ")
}

// NotMet tells whether the client did something else than p waits for: it spoke, and nothing of what was recorded since a fault
// was armed there is p. Where that can't be told of what came, it is not so.
func (p Position) NotMet(messages []Message) bool {
	at, err := p.resolve()
	if err != nil || at.Now() {
		return false
	}
	spoke, fit := false, 0
	for _, m := range messages {
		if m.Event != "" {
			continue
		}
		spoke = spoke || m.Direction == Upstream
		if at.Direction != "" && m.Direction != at.Direction || !at.means(m.Type) {
			continue
		}
		named := at.SQL != "" && m.Type != nameQuery && m.Type != nameParse
		if named || at.Application != "" || at.Tx != "" || at.fitsRecorded(m) {
			fit++
		}
	}
	return spoke && fit < max(1, at.Occurrence)
}
