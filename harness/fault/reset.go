package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Reset ends a connection with a RST to the client, whatever its state is, and closes it on the server's side.
type Reset struct {
	// At is the position; the zero Position means now, on every connection that is open.
	At wire.Position `json:"at,omitzero" yaml:"at,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Reset) Name() string { return "reset" }

// Available implements Fault.
func (Reset) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Reset) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Reset{}, Times: f.Times})
}
