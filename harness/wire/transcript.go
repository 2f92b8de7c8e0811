package wire

import (
	"encoding/hex"
	"slices"
	"sync"
	"time"
)

// Turn is an entry of a transcript: what a client said, or what it was given. Exactly one of Client, Server and End is set.
type Turn struct {
	// Conn is the connection's number, from 1 in the order of their coming.
	Conn int `json:"conn"`
	// Micros is when, in microseconds since the connection came.
	Micros int64 `json:"us"`
	// Client is the name of a message that the client sent, or ClientCame or ClientEnded. What proves who one is is left out, and so is what
	// is copied.
	Client string `json:"client,omitempty"`
	// Server is what was written to the client, as it was: whole messages, or parts, or no messages at all.
	Server Octets `json:"server,omitempty"`
	// End is how the connection ended for the client.
	End TurnEnd `json:"end,omitempty"`

	hidden bool // the statement speaks of a password
}

// What stands in Turn.Client where the client came, and where it ended its side.
const (
	ClientCame  = "(came)"
	ClientEnded = "(ended)"
)

// TurnEnd is how a connection ended for its client.
type TurnEnd string

// The ends of a transcript. A connection that is still open has none.
const (
	EndFIN     TurnEnd = "fin"
	EndReset   TurnEnd = "reset"
	EndNotKept TurnEnd = "not_kept" // there was no room for what came then
	EndOpaque  TurnEnd = "opaque"   // what came then was encrypted, or is no PostgreSQL
)

// Octets are bytes that are written as hexadecimal digits.
type Octets []byte

// MarshalText implements encoding.TextMarshaler.
func (o Octets) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, o), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (o *Octets) UnmarshalText(text []byte) (err error) {
	*o, err = hex.AppendDecode(nil, text)
	return err
}

// turnCost is what a turn counts for, beside its bytes; turnPause is the time from which on bytes are a turn of their own.
const (
	turnCost  = 64
	turnPause = 10 * time.Millisecond
)

// transcripts are what the clients of a stage said and were given, as far as there is room.
type transcripts struct {
	mu   sync.Mutex
	keep int // bytes; 0 keeps none
	size int
	list []*transcript
}

// transcript is that of one connection.
type transcript struct {
	of    *transcripts
	conn  int
	start time.Time
	turns []Turn
	size  int
	over  bool // nothing more is kept
}

// open begins the transcript of a connection; nil where none is kept.
func (s *transcripts) open(conn int) *transcript {
	if s.keep == 0 {
		return nil
	}
	t := &transcript{of: s, conn: conn, start: time.Now()}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, t)
	t.add(Turn{Client: ClientCame})
	return t
}

// add keeps a turn, joined with the one before where both are the server's. It holds the lock.
func (t *transcript) add(turn Turn) {
	if t.over {
		return
	}
	now := time.Since(t.start)
	turn.Conn, turn.Micros = t.conn, now.Microseconds()
	cost := turnCost + len(turn.Server)
	if t.of.size+cost > t.of.keep {
		turn = Turn{Conn: t.conn, Micros: turn.Micros, End: EndNotKept}
	}
	t.of.size, t.size, t.over = t.of.size+cost, t.size+cost, turn.End != ""
	if n := len(t.turns); n > 0 && turn.Server != nil {
		last := &t.turns[n-1]
		if last.Server != nil && turn.Micros-last.Micros < turnPause.Microseconds() {
			last.Server = append(last.Server, turn.Server...)
			return
		}
	}
	turn.Server = slices.Clone(turn.Server)
	t.turns = append(t.turns, turn)
}

func (t *transcript) note(turn Turn) {
	if t == nil {
		return
	}
	t.of.mu.Lock()
	defer t.of.mu.Unlock()
	t.add(turn)
}

// gave notes what is written to the client.
func (t *transcript) gave(b []byte) { t.note(Turn{Server: b}) }

// said notes a message of the client's, or its end.
func (t *transcript) said(name string) {
	if name != "CopyData" {
		t.note(Turn{Client: name})
	}
}

// hide notes whether what the client said last speaks of a password.
func (t *transcript) hide(hidden bool) {
	if t == nil {
		return
	}
	t.of.mu.Lock()
	defer t.of.mu.Unlock()
	for i := len(t.turns) - 1; i >= 0; i-- {
		if t.turns[i].Client != "" {
			t.turns[i].hidden = hidden
			return
		}
	}
}

// ends notes the end, unless it is noted already.
func (t *transcript) ends(how TurnEnd) { t.note(Turn{End: how}) }

// ForgetTranscripts gives the room up that connections take which have ended.
func (s *Stage) ForgetTranscripts() {
	s.transcripts.mu.Lock()
	defer s.transcripts.mu.Unlock()
	s.transcripts.list = slices.DeleteFunc(s.transcripts.list, func(t *transcript) bool {
		if t.over {
			s.transcripts.size -= t.size
		}
		return t.over
	})
}

// Transcript is what clients said and were given, by connections in the order of their coming: of those with these numbers, or of
// all. Nothing is kept unless Config.Transcript says so. Nothing in it proves who one is, and secrets are asterisks.
func (s *Stage) Transcript(conns ...int) []Turn {
	s.transcripts.mu.Lock()
	defer s.transcripts.mu.Unlock()
	var all []Turn
	for _, t := range s.transcripts.list {
		if len(conns) == 0 || slices.Contains(conns, t.conn) {
			all = append(all, presentable(t.turns)...)
		}
	}
	return all
}
