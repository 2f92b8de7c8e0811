package fault

import (
	"context"
	"time"
)

// FullBacklog lets new connections hang: the queue of those that wait to be accepted is full, and the kernel answers
// nothing, as if the host were down. Connections that are open go on.
type FullBacklog struct{}

// Name implements Fault.
func (FullBacklog) Name() string { return "full_backlog" }

// Available implements Fault.
func (FullBacklog) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It connects itself, until it has seen a connect hang.
func (f FullBacklog) Inject(ctx context.Context, env Env) (Injection, error) {
	stage := env.Stage()
	if err := stage.FillBacklog(ctx); err != nil {
		return nil, err
	}
	fired := []Firing{{Fault: f.Name(), At: time.Now(), Where: "the listener: a connect hangs"}}
	return &doneInjection{firings: fired, heal: func(context.Context) error { return stage.Resume() }}, nil
}
