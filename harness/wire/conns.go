package wire

import (
	"cmp"
	"slices"
)

// Conn is what is known of a connection that is open.
type Conn struct {
	// Number is its place in the order of coming, from 1.
	Number int
	// Backend is the process of the server that said it serves it; 0 where that was not seen.
	Backend uint32
}

// Conns returns the connections that are open now, in the order of their coming.
func (s *Stage) Conns() []Conn {
	var conns []Conn
	for _, c := range s.open() {
		conns = append(conns, Conn{Number: c.number, Backend: c.backend.Load()})
	}
	slices.SortFunc(conns, func(a, b Conn) int { return cmp.Compare(a.Number, b.Number) })
	return conns
}
