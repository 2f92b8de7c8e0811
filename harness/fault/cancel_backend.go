package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// CancelBackend cancels a statement of the endpoint's connections from the server's side, with pg_cancel_backend: the
// client gets an ERROR 57014 that it did not ask for.
type CancelBackend struct {
	// Running must be contained in the text of the statement, case ignored: the fault waits until a backend runs such a
	// statement, and cancels it, once.
	Running string `json:"running" yaml:"running"`
}

// Name implements Fault.
func (CancelBackend) Name() string { return "cancel_backend" }

// Available implements Fault.
func (CancelBackend) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where pg_cancel_backend said so, and the wire then saw the connection's 57014.
func (f CancelBackend) Inject(ctx context.Context, env Env) (Injection, error) {
	if f.Running == "" {
		return nil, &ConfigError{Fault: f.Name(), Why: "running must be a part of the statement: nothing is cancelled where nothing runs"}
	}
	t := &termination{env: env, fault: f.Name(), function: "pg_cancel_backend", saw: cancelled, mark: env.Stage().Mark()}
	t.start(ctx, f.Running)
	return t, nil
}

// cancelled tells whether an entry shows that a statement was cancelled.
func cancelled(m wire.Message) (string, bool) {
	return "ERROR 57014", m.Direction == wire.Downstream && m.Type == "ErrorResponse" && m.SQLState == "57014"
}
