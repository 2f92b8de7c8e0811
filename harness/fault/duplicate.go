package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Duplicate lets a message pass twice. A message of more than 1 MiB is left alone, and the fault has not fired.
type Duplicate struct {
	// At is the message; its Offset is 0.
	At wire.Position `json:"at" yaml:"at"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Duplicate) Name() string { return "duplicate" }

// Available implements Fault.
func (Duplicate) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Duplicate) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Duplicate{}, Times: f.Times})
}
