package wrap

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/wire"
)

// armed is a point's fault, waiting for the conversation to come to it.
type armed struct {
	mu    sync.Mutex
	traps []*wire.Armed
	err   error
	name  string
	// acted is closed when it has acted, and enough when it has so often that enough is known.
	acted, enough chan struct{}
	over          <-chan error // tells that a server takes connections again; nil where none is
	acts          *wire.Armed  // the one that does what the fault does; nil until it is known on which connection that is
}

// arm sets the trap of a point. One in an answer is set by the statement that is answered, before that comes to the server.
// server is called where the fault ends the server, and returns when one takes connections again.
func arm(stage *wire.Stage, p Point, late time.Duration, server func() error) (*armed, error) {
	f, _ := faultNamed(p.Fault)
	a := &armed{name: p.Fault, acted: make(chan struct{}), enough: make(chan struct{})}
	acts := &flood{Action: f.do(p, late), acted: a.acted, enough: a.enough}
	if f.server {
		over := make(chan error, 1)
		a.over, acts.first = over, func() {
			go func() {
				defer crash.Guard()
				over <- server()
			}()
		}
	}
	do := wire.Action(acts)
	asked := wire.Position{Direction: wire.Upstream, Message: p.at.via, Occurrence: p.at.nth}
	if p.key != "" {
		asked.SQL, asked.Occurrence = p.key, p.keyNth
	}
	if p.Place == Before {
		trap := wire.Trap{At: asked, Do: do}
		if f.again {
			trap.Times = -1
			if p.at.kind != KindConnect {
				// Others that ask for the same meet it too, and nothing else does.
				trap.At = wire.Position{Direction: wire.Upstream, Message: p.at.via, SQL: matchable(p.at.text), Occurrence: p.againNth()}
			}
		}
		return a, a.set(stage, trap, true)
	}
	answered := p.inAnswer()
	return a, a.set(stage, wire.Trap{At: asked, Do: then(func(conn int) {
		at := answered
		at.Conn = conn
		err := a.set(stage, wire.Trap{At: at, Do: do}, true)
		if p.Place == After {
			// What the program asks for next is not to slip through while the answer passes.
			at.Offset = 0
			err = errors.Join(err, a.set(stage, wire.Trap{At: at, Do: wire.Hold{Direction: wire.Upstream}}, false))
		}
		if err != nil {
			a.mu.Lock()
			a.err = err
			a.mu.Unlock()
		}
	})}, false)
}

// againNth is the occurrence of the statement among those that its text finds.
func (p Point) againNth() int {
	if p.keyNth > 0 {
		return p.keyNth
	}
	return 1
}

// inAnswer is where in the answer, or in what is copied, the point is, counted from the statement on.
func (p Point) inAnswer() wire.Position {
	s := p.at
	ready := wire.Position{Direction: wire.Downstream, Message: "ReadyForQuery"}
	switch {
	case p.Place == Middle && s.copied > 0:
		return wire.Position{Direction: wire.Upstream, Message: "CopyData", Occurrence: s.copied/2 + 1}
	case p.Place == Middle:
		return wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: s.rows/2 + 1}
	case p.Place == After:
		ready.Offset = wire.Whole
		return ready
	case s.completes() > 0:
		return wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Occurrence: s.pending + s.completes()}
	}
	return ready
}

func (a *armed) set(stage *wire.Stage, trap wire.Trap, acts bool) error {
	set, err := stage.Arm(trap)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.traps = append(a.traps, set)
	if acts {
		a.acts = set
	}
	return nil
}

// then is an action that changes nothing, and tells on which connection it was.
type then func(conn int)

// Name implements wire.Action.
func (then) Name() string { return "then" }

// Act implements wire.Action.
func (t then) Act(h *wire.ActionPoint) { t(h.Conn()) }

// floodAfter is how often a program may meet its fault until enough is known of it: one that asks without a pause keeps the
// server from all others.
const floodAfter = 100

// flood is an action that tells when it has acted, and when it has so often.
type flood struct {
	wire.Action
	acts          atomic.Int64
	acted, enough chan struct{}
	first         func() // called when it has acted once; nil is nothing
}

// Act implements wire.Action.
func (f *flood) Act(h *wire.ActionPoint) {
	n := f.acts.Add(1)
	f.Action.Act(h)
	switch n {
	case 1:
		close(f.acted)
		if f.first != nil {
			f.first()
		}
	case floodAfter:
		close(f.enough)
	}
}

// waits is closed when the program has met a fault that keeps it waiting; nil where the fault keeps nobody.
func (a *armed) waits() <-chan struct{} {
	if f, _ := faultNamed(a.name); f.waits || f.late {
		return a.acted
	}
	return nil
}

// fired are the acts of the fault.
func (a *armed) fired() []fault.Firing {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []fault.Firing
	if a.acts == nil {
		return nil
	}
	for _, f := range a.acts.Fired() {
		all = append(all, fault.Firing{Fault: a.name, At: f.At, Where: f.Where(), Conn: f.Conn})
	}
	return all
}

// heal ends the fault.
func (a *armed) heal() error {
	a.mu.Lock()
	traps, err := slices.Clone(a.traps), a.err
	a.mu.Unlock()
	for _, t := range traps {
		t.Disarm()
	}
	if a.over != nil && len(a.fired()) > 0 {
		err = errors.Join(err, <-a.over)
	}
	return err
}
