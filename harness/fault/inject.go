package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Inject says something that nobody has said: an error with any fields and severity, a notice, a message of unknown type or
// of a length that nobody can keep, garbage. Server and client then disagree on what was said; for an error in a
// transaction after which they agree there is FaithfulError.
type Inject struct {
	// At is the position before which it is said; the zero Position means now, to every client that is connected, between
	// two messages of the server.
	At wire.Position `json:"at,omitzero" yaml:"at,omitempty"`
	// Say is what is said.
	Say wire.Content `json:"say" yaml:"say"`
	// Close ends the connection with a FIN when it is said, as a server does after a FATAL.
	Close bool `json:"close,omitempty" yaml:"close,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Inject) Name() string { return "inject" }

// Available implements Fault.
func (Inject) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Inject) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Inject{Say: f.Say, Close: f.Close}, Times: f.Times})
}
