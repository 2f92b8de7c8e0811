package sweep

import (
	"errors"
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/wire"
)

// recordedRun is a workload as it was when nothing failed.
type recordedRun struct {
	workload Workload
	// messages are those of the conversation, in their order.
	messages []recordedMessage
	// left is what the server held: at first, and after each step.
	left [][][][]string
	// rows are those of the answer to each step.
	rows [][][]string
}

// recordedMessage is a message, and the step in which it was seen.
type recordedMessage struct {
	wire.Message
	step  int
	early bool // before the workload's session was connected
}

// errOpaque says that a conversation can't be read.
var errOpaque = errors.New("the conversation is encrypted, and its messages can't be found")

// add takes what was recorded during a step.
func (t *recordedRun) add(recording []wire.Message, step int, early bool) error {
	for _, m := range recording {
		if m.Event == wire.Opaque {
			return errOpaque
		}
		if m.Type != "" {
			t.messages = append(t.messages, recordedMessage{m, step, early})
		}
	}
	settle(t.messages)
	return nil
}

// settle puts messages that cross into the order of what caused them. A client that copies in need not wait for the server to
// say that it may: which of the two the wire carries first is a matter of the machine, and the server's word answers what was
// said before.
func settle(messages []recordedMessage) {
	for i, m := range messages {
		if m.Type != "CopyInResponse" {
			continue
		}
		for at := i; at > 0 && crosses(messages[at-1], m); at-- {
			messages[at-1], messages[at] = messages[at], messages[at-1]
		}
	}
}

// crosses tells whether a message of a client's is said without waiting for that answer.
func crosses(said, answer recordedMessage) bool {
	return said.Conn == answer.Conn && said.step == answer.step && said.Direction == wire.Upstream && slices.Contains(copied, said.Type)
}

// copied are the messages of who copies in.
var copied = []string{"CopyData", "CopyDone", "CopyFail"}

// differenceFrom tells whether another run of the workload was the same, as far as the points and the judge go by it:
// "" or what differs.
func (t *recordedRun) differenceFrom(other *recordedRun) string {
	for i := range min(len(t.messages), len(other.messages)) {
		a, b := t.messages[i], other.messages[i]
		if a.Type != b.Type || a.Direction != b.Direction || a.step != b.step {
			return fmt.Sprintf("message %d is once %s %s in step %d, and then %s %s in step %d",
				i+1, a.Direction, a.Type, a.step, b.Direction, b.Type, b.step)
		}
	}
	switch same := func(a, b [][]string) bool { return slices.EqualFunc(a, b, slices.Equal[[]string]) }; {
	case len(t.messages) != len(other.messages):
		return fmt.Sprintf("it has once %d messages, and then %d", len(t.messages), len(other.messages))
	case !slices.EqualFunc(t.rows, other.rows, same):
		return "its answers differ"
	}
	return ""
}

// points are all points of the conversation, in its order, and the faults at each place in theirs.
func (t *recordedRun) points(kinds []kind, cfg *Config) []Point {
	type name struct {
		message string
		dir     wire.Direction
		early   bool
	}
	counts := map[name]int{}
	var out []Point
	for i, m := range t.messages {
		n := name{m.Type, m.Direction, m.early}
		counts[n]++
		occurrence := counts[n]
		if !m.early {
			occurrence += counts[name{m.Type, m.Direction, true}]
		}
		names, offsets := places(m.Message, cfg.Every)
		for j, stateOf := range names {
			for _, k := range kinds {
				if !k.canActAt(m.Message, offsets[j]) {
					continue
				}
				out = append(out, Point{
					Workload: t.workload.Name(), Fault: k.name, Direction: m.Direction, Message: m.Type,
					Occurrence: occurrence, Place: stateOf,
					kind: k, deadline: cfg.Deadline, step: t.messages[i].step, early: m.early, order: i + 1,
					at: wire.Position{Direction: m.Direction, Message: m.Type, Occurrence: counts[n], Offset: offsets[j]},
				})
			}
		}
	}
	return out
}
