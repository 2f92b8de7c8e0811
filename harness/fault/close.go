package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Close ends a connection with a FIN to the client, and closes it on the server's side.
type Close struct {
	// At is the position; the zero Position means now, on every connection that is open.
	At wire.Position `json:"at,omitzero" yaml:"at,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Close) Name() string { return "close" }

// Available implements Fault.
func (Close) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Close) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Close{}, Times: f.Times})
}
