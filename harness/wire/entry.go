package wire

import "time"

// entry is a Message as it is kept: small, since a table's rows make millions of them.
type entry struct {
	at          int64 // in nanoseconds since 1970
	size        int64
	name        string
	more        *details // nil where there is nothing to say
	conn, index int32
	dir         Direction
	event       Event
}

// details are what most messages don't have.
type details struct {
	summary, sqlState, severity string
	backend                     uint32
}

func (e *entry) message() Message {
	m := Message{
		Conn: int(e.conn), Index: int(e.index), At: time.Unix(0, e.at), Direction: e.dir, Type: e.name, Event: e.event, Size: e.size,
	}
	if d := e.more; d != nil {
		m.Summary, m.SQLState, m.Severity, m.Backend = d.summary, d.sqlState, d.severity, d.backend
	}
	return m
}
