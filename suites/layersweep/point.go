package layersweep

import (
	"fmt"

	"github.com/pgfault/pgfault/harness/wire"
)

// Point is a fault at a place of the conversation of an operation; without a fault it is the operation alone.
type Point struct {
	// Operation is what is done.
	Operation Operation
	// Fault is the fault's name; None is none.
	Fault string
	// Direction, Message and Occurrence say which message it is: the how manieth of that name and direction, from 1.
	Direction  wire.Direction
	Message    string
	Occurrence int
	// Where in the message it is.
	Where string

	kind   kind
	offset int
	index  int // the message's place in the recording
}

// The places in a message.
const (
	before = "before"
	inside = "inside"
	after  = "after"
)

// None is the name of no fault.
const None = "none"

// String is what a point is known by.
func (p Point) String() string {
	if p.Fault == None {
		return p.Operation.String() + "/" + None
	}
	return fmt.Sprintf("%s/%s:%s:%s:%d:%s", p.Operation, p.Fault, p.Direction, p.Message, p.Occurrence, p.Where)
}

// position is where the fault is armed.
func (p Point) position() wire.Position {
	return wire.Position{Direction: p.Direction, Message: p.Message, Occurrence: p.Occurrence, Offset: p.offset}
}

// points are all points of an operation that was recorded.
func points(op Operation, r recording) []Point {
	all := []Point{{Operation: op, Fault: None, index: -1}}
	type name struct {
		way     wire.Direction
		message string
	}
	seen := map[name]int{}
	for i, m := range r.messages {
		seen[name{m.Direction, m.Type}]++
		for _, k := range kinds {
			for _, at := range placesOf(m, r.last(i)) {
				if !k.fits(m, at.where) || k.refuses && r.fails && r.calls[i] == r.calls[len(r.calls)-1] {
					continue
				}
				all = append(all, Point{
					Operation: op, Fault: k.name, Direction: m.Direction, Message: m.Type,
					Occurrence: seen[name{m.Direction, m.Type}], Where: at.where, kind: k, offset: at.offset, index: i,
				})
			}
		}
	}
	return all
}

type place struct {
	where  string
	offset int
}

// headerSize is how long the header of a message is that comes after the first of a connection.
const headerSize = 5

// placesOf are the places in a message. After it is the same as before the next one, but for the last of an answer. After
// the last of a question nobody can say whether the answer comes first: that is tried before the answer.
func placesOf(m wire.Message, last bool) []place {
	all := []place{{before, 0}}
	if m.Size > headerSize {
		all = append(all, place{inside, headerSize + int(m.Size-headerSize)/2})
	}
	if last && m.Direction == wire.Downstream {
		all = append(all, place{after, wire.Whole})
	}
	return all
}
