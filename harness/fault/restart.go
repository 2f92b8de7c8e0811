package fault

import (
	"context"
	"fmt"
	"time"
)

// Restart shuts the server down and starts it again. When it is injected, the server takes connections again: those of
// before are dead.
type Restart struct {
	// Mode is how it is shut down: fast, immediate, or empty for fast.
	Mode Mode `json:"mode,omitempty" yaml:"mode,omitempty"`
}

// Name implements Fault.
func (Restart) Name() string { return "restart" }

// Available implements Fault.
func (Restart) Available(env Env) (bool, string) { return controlled(env) }

// Inject implements Fault.
func (f Restart) Inject(ctx context.Context, env Env) (Injection, error) {
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if f.Mode == Smart {
		return nil, &ConfigError{Fault: f.Name(), Why: "a smart shutdown waits for the clients, who wait for the restart"}
	}
	where, err := shutDown(ctx, f, control, f.Mode)
	if err != nil {
		return nil, err
	}
	at := time.Now()
	if err := revive(ctx, control); err != nil {
		return nil, fmt.Errorf("restart: %w", err)
	}
	return &doneInjection{firings: []Firing{{Fault: f.Name(), At: at, Where: where + ", and a new one answers"}}}, nil
}
