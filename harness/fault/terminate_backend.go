package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// TerminateBackend ends server processes that serve connections of the endpoint, with pg_terminate_backend.
type TerminateBackend struct {
	// Running, if set, must be contained in the text of a statement, case ignored: the fault waits until a backend runs
	// such a statement, and terminates it, once. If empty, it terminates all that are idle now, in a transaction or not.
	Running string `json:"running,omitempty" yaml:"running,omitempty"`
}

// Name implements Fault.
func (TerminateBackend) Name() string { return "terminate_backend" }

// Available implements Fault.
func (TerminateBackend) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where pg_terminate_backend said so, and the wire then saw the connection's
// FATAL 57P01 or its end. With Running empty, Inject returns when both have come.
func (f TerminateBackend) Inject(ctx context.Context, env Env) (Injection, error) {
	t := &termination{env: env, fault: f.Name(), function: "pg_terminate_backend", saw: died, mark: env.Stage().Mark()}
	if f.Running != "" {
		t.start(ctx, f.Running)
		return t, nil
	}
	pids, err := t.terminate(ctx, "state LIKE 'idle%'")
	if err != nil {
		return nil, err
	}
	if err := t.gone(ctx, pids); err != nil {
		return nil, err
	}
	return t, nil
}

// died tells whether an entry shows the end of a connection whose backend was terminated, and in what words.
func died(m wire.Message) (string, bool) {
	switch {
	case m.Direction != wire.Downstream:
		return "", false
	case m.Type == "ErrorResponse" && m.SQLState == "57P01" && m.Severity == "FATAL":
		return "FATAL 57P01", true
	case m.Event == wire.Ended, m.Event == wire.Aborted:
		return "the connection's end", true
	}
	return "", false
}
