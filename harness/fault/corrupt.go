package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Corrupt changes one byte of a message.
type Corrupt struct {
	// At is the position. Where Part is empty, the byte that comes after its Offset is changed: 0 is the type, 1 to 4 are
	// the length. Else its Offset is 0.
	At wire.Position `json:"at" yaml:"at"`
	// Part is type, length or body: a byte of it is changed, at random.
	Part wire.Part `json:"part,omitempty" yaml:"part,omitempty"`
	// Mask is what the byte is changed by (exclusive or); 0 means something random.
	Mask byte `json:"mask,omitempty" yaml:"mask,omitempty"`
	// Seed decides what is random.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Corrupt) Name() string { return "corrupt" }

// Available implements Fault.
func (Corrupt) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Corrupt) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Corrupt{Part: f.Part, Mask: f.Mask, Seed: f.Seed}, Times: f.Times})
}
