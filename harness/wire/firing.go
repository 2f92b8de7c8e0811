package wire

import (
	"fmt"
	"time"
)

// Firing is one act of an action, as it was done.
type Firing struct {
	Action string    `json:"action"`
	At     time.Time `json:"at"`
	Conn   int       `json:"conn"`
	// Message is the message it fired in; its Type is empty where the position was "now".
	Message Message `json:"message"`
	// Nth says which one of its type it was, of those that came in its direction of the connection, from 1. Message.Index
	// is its place among all, in both directions, which is not the same in each run.
	Nth int `json:"nth,omitempty"`
	// Offset is how many bytes of the message had passed.
	Offset int64 `json:"offset"`
	// Detail says what was done, where the action's name does not: which byte became which, what was said.
	Detail string `json:"detail,omitempty"`
}

// Where says in words what was acted on. How long the message is it does not say: one that names the database is not as long
// in each run.
func (f Firing) Where() string {
	where := fmt.Sprintf("connection %d, at once", f.Conn)
	if f.Message.Type != "" {
		where = fmt.Sprintf("connection %d, %s %s #%d, %s", f.Conn, f.Message.Direction, f.Message.Type, f.Nth, f.place())
	}
	if f.Detail != "" {
		where += ": " + f.Detail
	}
	return where
}

func (f Firing) place() string {
	if f.Offset > 0 && f.Offset == f.Message.Size {
		return "after its last byte"
	}
	return fmt.Sprintf("after byte %d", f.Offset)
}

// ActionPoint is a connection at the position where an action acts on it.
type ActionPoint struct {
	armed   *Armed
	conn    *conn
	pump    *pump // nil where the position is "now"
	message Message
	nth     int
	offset  int64
	turn    int64
	detail  string
	said    []byte // what it says of its own, where it is saying something
}

// Conn is the connection's number.
func (h *ActionPoint) Conn() int { return h.conn.number }

// Message is the message that the position is in; its Type is empty where the position is "now".
func (h *ActionPoint) Message() Message { return h.message }

// Offset is how many bytes of the message have passed.
func (h *ActionPoint) Offset() int64 { return h.offset }

// Reset ends the connection with a RST to the client.
func (h *ActionPoint) Reset() { h.conn.reset(h.note) }

// Close ends the connection with a FIN to the client. What the client then sends is recorded, up to its next bytes.
func (h *ActionPoint) Close() { h.conn.hangUp(h.note) }

// Hold stops the directions until the trap is disarmed.
func (h *ActionPoint) Hold(dirs ...Direction) {
	h.stop(dirs...) // nobody sees it before it is noted
	h.note()
}

func (h *ActionPoint) stop(dirs ...Direction) {
	for _, dir := range dirs {
		h.conn.gates[dir].shut(h.armed.released)
	}
}

// note records the firing. The methods call it when they are sure to act, and before anyone can see that they did.
func (h *ActionPoint) note() {
	f := Firing{
		Action: h.armed.trap.Do.Name(), At: time.Now(), Conn: h.conn.number, Message: h.message, Nth: h.nth,
		Offset: h.offset, Detail: h.detail,
	}
	if !h.armed.observes() {
		h.recordFiring(f)
	}
	h.armed.note(f)
}

// recordFiring records a firing, and of an action that says a message what a recording of that message would tell.
func (h *ActionPoint) recordFiring(f Firing) {
	name, d := saidName(h.said), details{}
	if name == nameError || name == nameNotice {
		d = summarize(name, h.said[messageHead:])
	}
	d.summary = f.Action + ": " + f.Where()
	h.conn.stage.rec.add([]entry{{
		at: f.At.UnixNano(), conn: int32(h.conn.number), event: eventOf(Fired), dir: directionCodeOf(h.message.Direction),
		name: codes[name], detailsNumber: 1,
	}}, []details{d})
}

// messageHead is how long the head of a message is: its type and its length.
const messageHead = 5

// saidName is the name of the message that an action says; empty where it says none, and nameUnknown where it says what no
// server does.
func saidName(said []byte) string {
	switch {
	case len(said) == 0:
		return ""
	case len(said) < messageHead, downstreamNames[said[0]] == "":
		return nameUnknown
	}
	return downstreamNames[said[0]]
}

// dueAction is an action that fires in the current message of a pump.
type dueAction struct {
	armed  *Armed
	offset int64
	turn   int64
}

// fire lets what is due act. False means that the connection is over.
func (p *pump) fire(d *dueAction) bool {
	h := &ActionPoint{armed: d.armed, conn: p.c, pump: p, message: p.entry.message(p.details), nth: int(p.nth[p.entry.name]), offset: d.offset, turn: d.turn}
	d.armed.trap.Do.Act(h)
	if !p.passInserted() {
		return false
	}
	select {
	case <-p.c.done:
		p.pending = nil
		return p.deaf()
	default:
		return true
	}
}
