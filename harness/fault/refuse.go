package fault

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"
)

// Refuse closes the listener that clients connect to. The port stays reserved, and connections that are open stay so.
type Refuse struct{}

// Name implements Fault.
func (Refuse) Name() string { return "refuse" }

// Available implements Fault.
func (Refuse) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It connects once itself, to see that it is refused.
func (f Refuse) Inject(ctx context.Context, env Env) (Injection, error) {
	stage := env.Stage()
	if err := stage.Refuse(); err != nil {
		return nil, err
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", stage.Addr())
	if err == nil {
		_ = conn.Close() // nothing was said on it
		err = errors.New("somebody answered")
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return nil, errors.Join(fmt.Errorf("see that %s is refused: %w", stage.Addr(), err), stage.Resume())
	}
	fired := []Firing{{Fault: f.Name(), At: time.Now(), Where: "the listener: a connect is refused"}}
	return &doneInjection{firings: fired, heal: func(context.Context) error { return stage.Resume() }}, nil
}

// doneInjection is the injection of a fault that has acted when Inject returns.
type doneInjection struct {
	firings []Firing
	heal    func(context.Context) error
}

func (d *doneInjection) Fired() []Firing { return d.firings }

func (d *doneInjection) Heal(ctx context.Context) error {
	if d.heal == nil {
		return nil
	}
	return d.heal(ctx)
}
