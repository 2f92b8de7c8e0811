package fault

import (
	"context"
	"time"
)

// KillPooler kills the pgbouncer that stands before the server (SIGKILL): connections of before end, and new ones are
// refused behind a proxy that listens. Healed, it is started again at the same address.
type KillPooler struct {
	// Restart starts it again at once: connections of before are dead, and new ones are taken.
	Restart bool `json:"restart,omitempty" yaml:"restart,omitempty"`
}

// Name implements Fault.
func (KillPooler) Name() string { return "kill_pooler" }

// Available implements Fault.
func (KillPooler) Available(env Env) (bool, string) {
	pooler, reason := env.PoolerControl()
	return pooler != nil, reason
}

// Inject implements Fault. It returns when the pooler has ended, and where it is restarted, when it listens again.
func (f KillPooler) Inject(ctx context.Context, env Env) (Injection, error) {
	pooler, reason := env.PoolerControl()
	if pooler == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if err := pooler.Down(ctx); err != nil {
		return nil, err
	}
	firings := []Firing{{Fault: f.Name(), At: time.Now(), Where: "the pooler has ended"}}
	heal := once(pooler.Up)
	if f.Restart {
		if err := heal(ctx); err != nil {
			return nil, err
		}
	}
	return &doneInjection{firings: firings, heal: heal}, nil
}
