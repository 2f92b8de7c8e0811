package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Truncate lets only the first bytes of a message pass, and goes on with the next message: the reader takes it for the
// rest of this one. With Reframe the length of the message is made right, and its body is too short for what it is.
type Truncate struct {
	// At is the position; its Offset is how many bytes pass: 1 or more, with Reframe 5 or more.
	At wire.Position `json:"at" yaml:"at"`
	// Reframe makes the length right.
	Reframe bool `json:"reframe,omitempty" yaml:"reframe,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Truncate) Name() string { return "truncate" }

// Available implements Fault.
func (Truncate) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Truncate) Inject(_ context.Context, env Env) (Injection, error) {
	do := wire.Truncate{Reframe: f.Reframe}
	if f.Reframe {
		do.Keep, f.At.Offset = f.At.Offset, 0
	}
	return arm(f, env, wire.Trap{At: f.At, Do: do, Times: f.Times})
}
