package wrap

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// keyLength bounds the text by which a statement is found again, in bytes.
const keyLength = 200

// matchable is the text by which a statement is found again, whatever its constants are: its beginning, up to the first of them.
func matchable(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), keyLength)], "")
	word := false
	for i, r := range text {
		if r == '\'' || r >= '0' && r <= '9' && !word {
			return text[:i]
		}
		word = r == '_' || r == '"' || r == '$' || r >= '0' && r <= '9' && word || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return text
}

// points finds the points of a conversation, the one that hurts most first.
func (c *conversation) points(program string, faults []string, deterministic bool, seed int64) []Point {
	var all []Point
	counts := map[string]int{}
	done := false // something stands already
	for _, s := range c.statements {
		name := s.name()
		counts[name]++
		for _, place := range []Place{Before, Middle, Reply, After} {
			for i, f := range faultKinds {
				if !slices.Contains(faults, f.name) || !s.has(f, place) {
					continue
				}
				p := Point{Program: program, Fault: f.name, Place: place, Statement: name, Occurrence: counts[name], at: s}
				if s.via != "StartupMessage" && (!deterministic || f.again) {
					if nth := c.occurrence(s); !deterministic {
						p.key, p.keyNth = matchable(s.text), nth
					} else {
						p.keyNth = nth
					}
				}
				p.rank = s.hurts(place, done)*len(faultKinds) + i
				p.alike = fmt.Sprint(f.name, place, s.kind, s.inTx, shape(s.text))
				all = append(all, p)
			}
		}
		done = done || s.commits()
	}
	rnd := rand.New(rand.NewPCG(uint64(seed), 0))
	rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	// Of those that are alike, the first in the conversation, the last and one between come before all others.
	nth := map[string][]int{}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.place(all[a].at), c.place(all[b].at)) })
	for _, i := range order {
		nth[all[i].alike] = append(nth[all[i].alike], i)
	}
	round := make([]int, len(all))
	for _, same := range nth {
		for k, i := range same {
			if k != 0 && k != len(same)-1 && k != len(same)/2 {
				round[i] = 1
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(round[a], round[b]), cmp.Compare(all[a].rank, all[b].rank))
	})
	sorted := make([]Point, len(all))
	for i, at := range order {
		sorted[i] = all[at]
	}
	return sorted
}

// shareOut takes points of a test suite in turn from each of its tests, so that a budget is divided among them; each test's come in
// their order.
func shareOut(all []Point) []Point {
	nth := map[string]int{}
	turns := make(map[string]int, len(all)) // by name
	for _, p := range all {
		turns[p.Name()] = nth[p.at.test]
		nth[p.at.test]++
	}
	slices.SortStableFunc(all, func(a, b Point) int { return cmp.Compare(turns[a.Name()], turns[b.Name()]) })
	return all
}

// place is the statement's place in the conversation.
func (c *conversation) place(s *statement) int { return slices.Index(c.statements, s) }

// occurrence is the how manieth message of the conversation it is, of those that a position with its text finds.
func (c *conversation) occurrence(s *statement) int {
	key, n := strings.ToLower(matchable(s.text)), 0
	for _, other := range c.statements {
		if other.via == s.via && strings.Contains(strings.ToLower(other.text), key) {
			n++
		}
		if other == s {
			break
		}
	}
	return n
}

// has tells whether a statement has such a place for a fault.
func (s *statement) has(f faultKind, place Place) bool {
	if !f.actsAt(place) {
		return false
	}
	switch place {
	case Before:
		return !isErrorName(f.name) || s.kind != KindRollback
	case Middle:
		return s.copied > 1 || s.rows > 1
	case Reply:
		return slices.Contains(s.answers, "ReadyForQuery") || s.completes() > 0
	case After:
		return !s.last && (slices.Contains(s.answers, "ReadyForQuery") || s.completes() > 0)
	}
	return false
}

// hurts orders places by what they do to whom they meet: the less, the worse.
func (s *statement) hurts(place Place, done bool) int {
	switch {
	case place == Reply && s.commits():
		return 0 // it stands, and nobody knows
	case place == After && s.commits(), place == Before && done && s.changes():
		return 1 // something stands, and the rest is to come
	case place == Before && s.kind == KindCommit:
		return 2
	case place == Middle && s.changes():
		return 3
	case place == Reply && s.changes(), place == Before && s.changes():
		return 4
	case s.kind == KindConnect:
		return 5
	case place == After:
		return 7
	}
	return 6
}

// shape is a text of SQL without its numbers and constants: what is the same in statements that are alike.
func shape(sql string) string {
	var b strings.Builder
	quoted, digits := false, false
	for _, r := range sql {
		switch {
		case r == '\'':
			quoted = !quoted
			if quoted {
				b.WriteByte('?')
			}
			continue
		case quoted:
			continue
		case r >= '0' && r <= '9':
			if !digits {
				b.WriteByte('?')
			}
			digits = true
			continue
		}
		digits = false
		b.WriteRune(r)
	}
	return b.String()
}

// sameAs tells whether two conversations say the same in the same order.
func (c *conversation) sameAs(other *conversation) bool {
	return slices.EqualFunc(c.statements, other.statements, func(a, b *statement) bool {
		return a.via == b.via && shape(a.text) == shape(b.text)
	})
}
