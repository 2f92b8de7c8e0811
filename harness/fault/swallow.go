package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Swallow lets a client hear nothing more, while the server hears it and works: what the server says is read and forgotten,
// until the fault is healed. Or it lets the server hear nothing more of the client. It has fired when something was
// swallowed.
type Swallow struct {
	// At is the position from which on the client hears nothing: in a question, or in an answer. The zero Position means
	// now, on every connection that is open.
	At wire.Position `json:"at,omitzero" yaml:"at,omitempty"`
	// Only is the direction that is swallowed; empty means downstream. Upstream, the server hears nothing from the position
	// on, and what was swallowed never comes to it: whatever the messages are that a client sends a statement in.
	Only wire.Direction `json:"only,omitempty" yaml:"only,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Swallow) Name() string { return "swallow" }

// Available implements Fault.
func (Swallow) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Swallow) Inject(_ context.Context, env Env) (Injection, error) {
	if err := oneWay(f, f.Only); err != nil {
		return nil, err
	}
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Swallow{Direction: f.Only}, Times: f.Times})
}
