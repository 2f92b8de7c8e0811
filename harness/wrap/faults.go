package wrap

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// faultKind is a fault that a program can meet.
type faultKind struct {
	name string
	// words say at each place where it acts what happens; %s is the statement.
	words map[Place]string
	// do is what is done at the place; late is how late an answer is that is late.
	do func(p Point, late time.Duration) wire.Action
	// waits says that nobody hears of it but by a deadline.
	waits bool
	// late says that its answer comes, after a while.
	late bool
	// server says that it ends the server, which is the run's own then, and has one take connections again. Such a fault is made only
	// where it is named.
	server bool
	// standby says that the server has a standby, without which it acknowledges nothing.
	standby bool
	// again says that it acts at each such statement from the point on, until it is healed.
	again bool
}

func (f faultKind) actsAt(p Place) bool { return f.words[p] != "" }

// faultKinds are the faults, the one that hurts most first.
var faultKinds = []faultKind{
	{name: "reset", do: func(Point, time.Duration) wire.Action { return wire.Reset{} }, words: map[Place]string{
		Before: "the connection was reset before %s came to the server", Middle: "the connection was reset in the middle of %s",
		Reply: "the reply of %s was lost, by a reset", After: "the connection was reset after %s was answered",
	}},
	{name: "close", do: func(Point, time.Duration) wire.Action { return wire.Close{} }, words: map[Place]string{
		Before: "the connection was closed before %s came to the server", Middle: "the connection was closed in the middle of %s",
		Reply: "the reply of %s was lost, by a close", After: "the connection was closed after %s was answered",
	}},
	{name: "error", do: failing, words: map[Place]string{Before: "the server answered %s with an error, once"}},
	{name: "swallow", do: func(Point, time.Duration) wire.Action { return wire.Swallow{} }, waits: true, words: map[Place]string{
		Reply: "%s was done, and nothing was heard of it",
	}},
	{name: "silence", do: func(Point, time.Duration) wire.Action { return wire.Swallow{Direction: wire.Upstream} }, waits: true, words: map[Place]string{
		Before: "from %s on nothing came to the server any more, and nothing was heard of it", Middle: "from the middle of %s on nothing came to the server any more",
	}},
	{name: "refuse", do: failing, again: true, words: map[Place]string{Before: "the server answered %s with an error, each time"}},
	{name: "latency", do: func(_ Point, late time.Duration) wire.Action { return wire.Delay{For: late} }, late: true, words: map[Place]string{
		Reply: "the reply of %s was late",
	}},
	{name: restart, do: func(Point, time.Duration) wire.Action { return wire.Reset{} }, server: true, words: map[Place]string{
		Before: "the server crashed and was started again, before %s came to it", Middle: "the server crashed and was started again, in the middle of %s",
		Reply: "the reply of %s was lost: the server crashed when it was done, and was started again", After: "the server crashed and was started again, after %s was answered",
	}},
	{name: failover, do: func(Point, time.Duration) wire.Action { return wire.Reset{} }, server: true, standby: true, words: map[Place]string{
		Before: "the server crashed and its standby took over, before %s came to it", Middle: "the server crashed and its standby took over, in the middle of %s",
		Reply: "the reply of %s was lost: the server crashed when it was done, and its standby took over", After: "the server crashed and its standby took over, after %s was answered",
	}},
}

// The faults of a server of one's own.
const (
	restart  = "restart"
	failover = "failover"
)

// takesServer tells whether a fault takes a server of one's own.
func takesServer(name string) bool { f, _ := faultNamed(name); return f.server }

// DefaultFaults are the names of the faults that are made where none are named: all that can be had on any server.
func DefaultFaults() []string { return slices.DeleteFunc(Faults(), takesServer) }

// Faults are the names of the faults, the one that hurts most first.
func Faults() []string {
	names := make([]string, len(faultKinds))
	for i, f := range faultKinds {
		names[i] = f.name
	}
	return names
}

// CheckFaults tells which of some names is no fault's.
func CheckFaults(names []string) error {
	for _, name := range names {
		if _, known := faultNamed(name); !known {
			return fmt.Errorf("unknown fault %q; take some of %s", name, strings.Join(Faults(), ", "))
		}
	}
	return nil
}

func faultNamed(name string) (faultKind, bool) {
	i := slices.IndexFunc(faultKinds, func(f faultKind) bool { return f.name == name })
	if i < 0 {
		return faultKind{}, false
	}
	return faultKinds[i], true
}

// failing has the server answer with an error that fits the place: a COMMIT is cancelled before it has begun, a change of the
// schema waits too long for a lock, a write meets a deadlock, a connection is one too many.
func failing(p Point, _ time.Duration) wire.Action {
	switch p.at.kind {
	case KindConnect:
		return wire.Answer{Close: true, Say: wire.Content{Error: wire.Fields{
			Severity: "FATAL", SQLState: "53300", Message: "sorry, too many clients already",
			File: "proc.c", Line: "1", Routine: "InitProcess",
		}}}
	case KindWrite:
		return wire.FaithfulError{Error: wire.Fields{SQLState: "40P01", Message: "deadlock detected"}}
	case KindSchema:
		return wire.FaithfulError{Error: wire.Fields{SQLState: "55P03", Message: "canceling statement due to lock timeout"}}
	}
	return wire.FaithfulError{Error: wire.Fields{SQLState: "57014", Message: "canceling statement due to statement timeout"}}
}
