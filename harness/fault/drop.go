package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Drop lets a message not pass. What comes after it does.
type Drop struct {
	// At is the message; its Offset is 0.
	At wire.Position `json:"at" yaml:"at"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Drop) Name() string { return "drop" }

// Available implements Fault.
func (Drop) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Drop) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Drop{}, Times: f.Times})
}
