package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Down closes toxiproxy's listener and all its connections: the server is gone, behind a proxy that still listens.
type Down struct{}

// Name implements Fault.
func (Down) Name() string { return "down" }

// Available implements Fault.
func (Down) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where the wire stage saw a connection end, or could not open one.
func (f Down) Inject(ctx context.Context, env Env) (Injection, error) {
	stage, mark := env.Stage(), env.Stage().Mark()
	if err := env.Toxics().Down(ctx); err != nil {
		return nil, err
	}
	return &events{
		fired: func() []Firing { return ends(f.Name(), stage.Since(mark)) },
		heal:  env.Toxics().Up,
	}, nil
}

// ends are the connections that upstream ended or did not take.
func ends(name string, entries []wire.Message) []Firing {
	var firings []Firing
	for _, m := range entries {
		var words string
		switch {
		case m.Event == wire.DialFailed:
			words = "upstream did not take the connection"
		case (m.Event == wire.Ended || m.Event == wire.Aborted) && m.Direction == wire.Downstream:
			words = "upstream closed the connection"
		default:
			continue
		}
		firings = append(firings, Firing{Fault: name, At: m.At, Where: words, Conn: m.Conn})
	}
	return firings
}

// events is the injection of a fault that is seen to act in the recording.
type events struct {
	fired func() []Firing
	heal  func(context.Context) error
}

func (e *events) Fired() []Firing                { return e.fired() }
func (e *events) Heal(ctx context.Context) error { return e.heal(ctx) }
