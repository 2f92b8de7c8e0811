package wire

import (
	"slices"
	"time"
)

// entry is a Message as it is kept: small and without pointers, since a table's rows make millions of them.
type entry struct {
	at            int64  // in nanoseconds since 1970
	size          uint32 // no message is longer
	detailsNumber uint32 // number of its details, from 1, among those that are kept with it; 0 where there are none
	conn, index   int32
	name          uint8 // place in names
	dir           directionCode
	event         uint8 // place in events
	fate          uint8 // place in fates
}

// directionCode is a Direction in a byte.
type directionCode uint8

const (
	noDirection directionCode = iota
	up
	down
)

func directionCodeOf(d Direction) directionCode {
	switch d {
	case Upstream:
		return up
	case Downstream:
		return down
	}
	return noDirection
}

var (
	directionNames = [...]Direction{noDirection: "", up: Upstream, down: Downstream}
	events         = [...]Event{"", Opened, DialFailed, Ended, Aborted, Opaque, Fired, Listening, NotListening}
)

func eventOf(e Event) uint8 { return uint8(slices.Index(events[:], e)) }

// details are what most messages don't have.
type details struct {
	summary, sqlState, severity string
	bytes                       string // the first of the body
	digest                      string
	backend                     uint32
}

// message is the entry with its details.
func (e *entry) message(d details) Message {
	var bytes []byte
	if d.bytes != "" {
		bytes = []byte(d.bytes)
	}
	return Message{
		Bytes: bytes,
		Conn:  int(e.conn), Index: int(e.index), At: time.Unix(0, e.at), Direction: directionNames[e.dir], Type: names[e.name], Event: events[e.event],
		Size: int64(e.size), Fate: fates[e.fate], Summary: d.summary, SQLState: d.sqlState, Severity: d.severity, Backend: d.backend,
		Digest: d.digest,
	}
}
