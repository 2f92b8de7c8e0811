package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Hold lets nothing of a connection move any more, and keeps its sockets open: the peer is there and silent. Healed, it
// moves on where it was stopped.
type Hold struct {
	// At is the position; the zero Position means now, on every connection that is open.
	At wire.Position `json:"at,omitzero" yaml:"at,omitempty"`
	// Only is the one direction that is held; empty means both.
	Only wire.Direction `json:"only,omitempty" yaml:"only,omitempty"`
	// Times is on how many occasions it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Hold) Name() string { return "hold" }

// Available implements Fault.
func (Hold) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Hold) Inject(_ context.Context, env Env) (Injection, error) {
	if err := oneWay(f, f.Only); err != nil {
		return nil, err
	}
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Hold{Direction: f.Only}, Times: f.Times})
}
