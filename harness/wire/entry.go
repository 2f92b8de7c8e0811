package wire

import (
	"slices"
	"time"
)

// entry is a Message as it is kept: small, since a table's rows make millions of them.
type entry struct {
	at          int64 // in nanoseconds since 1970
	size        int64
	name        string
	more        *details // nil where there is nothing to say
	conn, index int32
	dir         way
	event       uint8 // place in events
	fate        uint8 // place in fates
}

// way is a Direction in a byte.
type way uint8

const (
	noWay way = iota
	up
	down
)

func wayOf(d Direction) way {
	switch d {
	case Upstream:
		return up
	case Downstream:
		return down
	}
	return noWay
}

var (
	ways   = [...]Direction{noWay: "", up: Upstream, down: Downstream}
	events = [...]Event{"", Opened, DialFailed, Ended, Aborted, Opaque, Fired, Listening, NotListening}
)

func eventOf(e Event) uint8 { return uint8(slices.Index(events[:], e)) }

// details are what most messages don't have.
type details struct {
	summary, sqlState, severity string
	backend                     uint32
}

func (e *entry) message() Message {
	m := Message{
		Conn: int(e.conn), Index: int(e.index), At: time.Unix(0, e.at), Direction: ways[e.dir], Type: e.name, Event: events[e.event], Size: e.size,
		Fate: fates[e.fate],
	}
	if d := e.more; d != nil {
		m.Summary, m.SQLState, m.Severity, m.Backend = d.summary, d.sqlState, d.severity, d.backend
	}
	return m
}
