package fault

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Slice lets a message pass in pieces. It has fired when there were two.
type Slice struct {
	// At is the position; it names a message.
	At wire.Position `json:"at" yaml:"at"`
	// Size is how many bytes a piece has at most.
	Size int `json:"size" yaml:"size"`
	// Vary lets each piece have 1 to Size bytes, at random.
	Vary bool `json:"vary,omitempty" yaml:"vary,omitempty"`
	// Delay is the time between two pieces.
	Delay time.Duration `json:"delay,omitempty" yaml:"delay,omitempty"`
	// Seed decides what is random.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Slice) Name() string { return "slice" }

// Available implements Fault.
func (Slice) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Slice) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Slice{Size: f.Size, Vary: f.Vary, Delay: f.Delay, Seed: f.Seed}, Times: f.Times})
}
