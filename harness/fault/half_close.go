package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// HalfClose ends one direction of a connection with a FIN, and lets the other go on: a client that has seen the end can
// still write, and the server works on what it writes. It can't be healed.
type HalfClose struct {
	// At is the position; the zero Position means now, on every connection that is open.
	At wire.Position `json:"at,omitzero" yaml:"at,omitempty"`
	// Only is the direction that ends; empty means downstream, where the client sees the end.
	Only wire.Direction `json:"only,omitempty" yaml:"only,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (HalfClose) Name() string { return "half_close" }

// Available implements Fault.
func (HalfClose) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f HalfClose) Inject(_ context.Context, env Env) (Injection, error) {
	if err := oneWay(f, f.Only); err != nil {
		return nil, err
	}
	return arm(f, env, wire.Trap{At: f.At, Do: wire.HalfClose{Direction: f.Only}, Times: f.Times})
}
