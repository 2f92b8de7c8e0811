package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// Silence lets new connections be accepted and says nothing on them: the client is connected, and waits. Connections that
// are open go on. Healed, those that wait are served.
type Silence struct{}

// Name implements Fault.
func (Silence) Name() string { return "silence" }

// Available implements Fault.
func (Silence) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired for each connection that was taken.
func (f Silence) Inject(_ context.Context, env Env) (Injection, error) {
	return &silence{name: f.Name(), silence: env.Stage().Silence()}, nil
}

type silence struct {
	name    string
	silence *wire.Silence
}

func (s *silence) Fired() []Firing {
	return firings(s.name, s.silence.Taken())
}

func (s *silence) Heal(context.Context) error {
	s.silence.End()
	return nil
}
