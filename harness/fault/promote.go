package fault

import (
	"context"
	"time"
)

// Promote makes the server's standby a primary. The server of before goes on, and does not know: end it too, or there are
// two that take writes. It can't be undone.
type Promote struct{}

// Name implements Fault.
func (Promote) Name() string { return "promote" }

// Available implements Fault.
func (Promote) Available(env Env) (bool, string) {
	standby, reason := env.Standby()
	return standby != nil, reason
}

// Inject implements Fault. It returns when the standby is a primary.
func (f Promote) Inject(ctx context.Context, env Env) (Injection, error) {
	standby, reason := env.Standby()
	if standby == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if err := promote(ctx, standby); err != nil {
		return nil, err
	}
	return &doneInjection{firings: []Firing{{Fault: f.Name(), At: time.Now(), Where: "the standby is a primary"}}}, nil
}
