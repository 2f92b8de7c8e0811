package engine

import (
	"slices"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// Crossing is a place in what the endpoints of a rig have recorded, from which on it is looked at.
type Crossing struct {
	stages []*wire.Stage
	marks  []uint64
	// delivered is, for each stage and by connection, up to which message all was delivered.
	delivered []map[int]int
}

// Settled gives the place that a rig's endpoints have come to when a target has answered: what it has sent by then is recorded
// before it.
func Settled(rig *harness.Rig) Crossing {
	rig.Stage().Settle()
	if second := rig.Second(); second != nil {
		second.Stage().Settle()
	}
	return Mark(rig)
}

// Mark gives the place that a rig's endpoints have come to.
func Mark(rig *harness.Rig) Crossing {
	c := Crossing{stages: []*wire.Stage{rig.Stage()}}
	if second := rig.Second(); second != nil {
		c.stages = append(c.stages, second.Stage())
	}
	for _, s := range c.stages {
		c.delivered = append(c.delivered, s.Delivered())
		c.marks = append(c.marks, s.Mark())
	}
	return c
}

// asking are the operations that succeed only by a statement.
var asking = []target.Op{target.OpQuery, target.OpExecute, target.OpQueryRow, target.OpBatch, target.OpCopyIn, target.OpCopyOut}

// statements are the messages by which a client asks.
var statements = []string{"Query", "Parse", "Bind", "Execute", "FunctionCall"}

// The codes by which a server says that a statement came without an argument: undefined_parameter of one that says $1 and
// knows no parameters, and protocol_violation of one whose parameters were not bound. A pooler says the latter of much.
const (
	undefinedParameter = "42P02"
	protocolViolation  = "08P01"
)

// Note notes what crossed the wire since, of an operation that has been answered. What can't be read says nothing.
func (c Crossing) Note(o *verdict.Observed, pooled bool) {
	claims := o.Answer.Succeeded() && slices.Contains(asking, o.Request.Op)
	if !claims && len(o.Request.Args) == 0 {
		return
	}
	seen, readable := false, true
	for i, s := range c.stages {
		readable = readable && s.Readable(c.marks[i])
		for _, m := range s.Since(c.marks[i]) {
			seen = seen || m.Direction == wire.Upstream && slices.Contains(statements, m.Type)
			unbound := m.SQLState == undefinedParameter || m.SQLState == protocolViolation && !pooled
			if len(o.Request.Args) > 0 && m.Type == "ErrorResponse" && unbound {
				o.Unbound = m.SQLState
			}
		}
	}
	o.Unseen = claims && !seen && readable
}
