package sweep

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
)

// Every is how fine a sweep is.
type Every string

// The grains of a sweep.
const (
	// EveryMessage is before each message, inside its header, inside its body, and after it.
	EveryMessage Every = "message"
	// EveryByte is before each byte of each message, and after its last.
	EveryByte Every = "byte"
)

// Point is a fault at a place of a recorded conversation.
type Point struct {
	// Workload is the workload's name, Fault the fault's.
	Workload string
	Fault    string
	// Direction, Message and Occurrence say which message it is: the how manieth of that name and direction, from 1.
	Direction  wire.Direction
	Message    string
	Occurrence int
	// Place is where in it: before, header, body, after, or how many bytes of it have passed.
	Place string

	kind     kind
	deadline time.Duration
	step     int           // the workload's step in which the message was seen, from 1
	early    bool          // the message comes before the workload's session is connected
	order    int           // the message's place in the conversation, from 1
	at       wire.Position // counted from where the fault is armed
}

// ID is family/workload/point, and what a point is known by.
func (p Point) ID() string {
	return fmt.Sprintf("%s/%s/%s:%s:%s:%d:%s", family, p.Workload, p.Fault, p.Direction, p.Message, p.Occurrence, p.Place)
}

// Parse reads an ID, with or without the family.
func Parse(id string) (Point, error) {
	bad := fmt.Errorf("bad point %q; it is WORKLOAD/FAULT:DIRECTION:MESSAGE:OCCURRENCE:PLACE", id)
	slash := strings.LastIndex(id, "/")
	if slash < 0 {
		return Point{}, bad
	}
	p := Point{Workload: strings.TrimPrefix(id[:slash], family+"/")}
	parts := strings.Split(id[slash+1:], ":")
	if len(parts) != 5 {
		return Point{}, bad
	}
	n, err := strconv.Atoi(parts[3])
	if err != nil {
		return Point{}, bad
	}
	p.Fault, p.Direction, p.Message, p.Occurrence, p.Place = parts[0], wire.Direction(parts[1]), parts[2], n, parts[4]
	return p, nil
}

// WorkloadOf is the workload of a result's ID, whether it is a point's or not.
func WorkloadOf(id string) string { return path.Dir(strings.TrimPrefix(id, family+"/")) }

// Every is the grain at which there is such a point.
func (p Point) Every() Every {
	if _, err := strconv.Atoi(p.Place); err == nil {
		return EveryByte
	}
	return EveryMessage
}

// fault is the fault that is armed.
func (p Point) fault() fault.Fault { return p.kind.make(p.at) }

// deadlineCanBeLater tells whether the deadline of who meets the fault can be later.
func (p Point) deadlineCanBeLater() bool { return p.kind.waits && p.deadline < scenario.DefaultTimeout }

// places are the places in a message, by name and by how many bytes of it have passed.
func places(m wire.Message, every Every) (names []string, offsets []int) {
	add := func(name string, offset int) { names, offsets = append(names, name), append(offsets, offset) }
	if every == EveryByte {
		for n := range int(m.Size) {
			add(strconv.Itoa(n), n)
		}
		add("after", wire.Whole)
		return names, offsets
	}
	header := headerSize(m)
	add("before", 0)
	if m.Size > 1 {
		add("header", header/2+1)
	}
	if body := int(m.Size) - header; body > 0 {
		add("body", header+body/2)
	}
	add("after", wire.Whole)
	return names, offsets
}

// headerSize is how many bytes come before a message's body: type and length, or length and code of a message without a
// type.
func headerSize(m wire.Message) int {
	switch m.Type {
	case "StartupMessage", "SSLRequest", "GSSENCRequest", "CancelRequest":
		return 8
	case "SSLResponse", "GSSENCResponse":
		return 1
	}
	return 5
}
