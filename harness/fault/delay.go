package fault

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Delay lets a message wait for a time, and with it all that comes behind it in its direction.
type Delay struct {
	// At is the position; it names a message.
	At wire.Position `json:"at" yaml:"at"`
	// For is how long it waits at least.
	For time.Duration `json:"for" yaml:"for"`
	// Jitter is how much longer it may wait, at random.
	Jitter time.Duration `json:"jitter,omitempty" yaml:"jitter,omitempty"`
	// Seed decides what is random.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Delay) Name() string { return "delay" }

// Available implements Fault.
func (Delay) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Delay) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Delay{For: f.For, Jitter: f.Jitter, Seed: f.Seed}, Times: f.Times})
}
