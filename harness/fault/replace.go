package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Replace says something else in place of a message.
type Replace struct {
	// At is the message; its Offset is 0.
	At wire.Position `json:"at" yaml:"at"`
	// Say is what is said.
	Say wire.Content `json:"say" yaml:"say"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Replace) Name() string { return "replace" }

// Available implements Fault.
func (Replace) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Replace) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Replace{Say: f.Say}, Times: f.Times})
}
