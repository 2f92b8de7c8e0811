package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// FaithfulError lets a statement fail with a given SQLSTATE on the server itself, so that client and server agree on the
// state of the transaction: in place of the client's message it forwards one that raises the error. It has fired when the
// server was seen to answer with it. A COMMIT can be made to fail this way only by a
// cancel (57014), which alone leaves its transaction open where it strikes before the COMMIT has begun.
type FaithfulError struct {
	// At is a Query, Parse, Bind or Execute; its Offset is 0.
	At wire.Position `json:"at" yaml:"at"`
	// Error is what is raised: sqlstate, and what else RAISE can set (message, detail, hint, schema, table, column,
	// data_type, constraint). Its severity is ERROR.
	Error wire.Fields `json:"error" yaml:"error"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (FaithfulError) Name() string { return "faithful_error" }

// Available implements Fault.
func (FaithfulError) Available(Env) (bool, string) { return always() }

// Inject implements Fault.
func (f FaithfulError) Inject(_ context.Context, env Env) (Injection, error) {
	return arm(f, env, wire.Trap{At: f.At, Do: wire.FaithfulError{Error: f.Error}, Times: f.Times})
}
