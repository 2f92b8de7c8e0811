package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Cut ends a connection inside a message: exactly the first At.Offset bytes of it arrive, and then a FIN.
type Cut struct {
	// At is the position; its Offset is at least 1. In a message that is not longer than Offset, it does not fire.
	At wire.Position `json:"at" yaml:"at"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Cut) Name() string { return "cut" }

// Available implements Fault.
func (Cut) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Cut) Inject(_ context.Context, env Env) (Injection, error) {
	if f.At.Offset < 1 {
		return nil, &ConfigError{Fault: f.Name(), Why: "at.offset must be 1 or more, the bytes of the message that still pass; to end before or after a message there is close"}
	}
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Cut{}, Times: f.Times})
}
