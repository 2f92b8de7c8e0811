package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Answer says something in the place of the server's answer, as what stands in front does: a proxy that refuses a statement, or
// answers a cancel request with an error. The server never gets what was asked, a statement with all of its messages; the
// client is told this, and that the server is ready as before.
type Answer struct {
	// At is a statement, by its sql or as a Query, Parse, Bind or Execute, a StartupMessage or a
	// CancelRequest; its Offset is 0.
	At wire.Position `json:"at" yaml:"at"`
	// Say is what is said.
	Say wire.Content `json:"say" yaml:"say"`
	// Close ends the connection with a FIN when it is said.
	Close bool `json:"close,omitempty" yaml:"close,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (Answer) Name() string { return "answer" }

// Available implements Fault.
func (Answer) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f Answer) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.Answer{Say: f.Say, Close: f.Close}, Times: f.Times})
}
