package fault

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/wire"
)

// Down closes toxiproxy's listener and all its connections: the server is gone, behind a proxy that still listens.
type Down struct{}

// Name implements Fault.
func (Down) Name() string { return "down" }

// Available implements Fault.
func (Down) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where the wire stage saw a connection end, or could not open one.
func (Down) Inject(ctx context.Context, env Env) (Injection, error) {
	d := &seenInRecording{env: env, mark: env.Stage().Mark()}
	if err := env.Toxics().Down(ctx); err != nil {
		return nil, err
	}
	return d, nil
}

// seenInRecording is the injection of a fault that is seen to act in the recording, from the mark until it is healed.
type seenInRecording struct {
	env  Env
	mark uint64

	mu     sync.Mutex
	healed bool
	last   []Firing // when it was healed: connections go on to end, as they always do
}

func (d *seenInRecording) Fired() []Firing {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.healed {
		return d.last
	}
	return ends(Down{}.Name(), d.env.Stage().Since(d.mark))
}

func (d *seenInRecording) Heal(ctx context.Context) error {
	last := d.Fired()
	d.mu.Lock()
	d.healed, d.last = true, last
	d.mu.Unlock()
	return d.env.Toxics().Up(ctx)
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
		firings = append(firings, Firing{Fault: name, At: m.At, Where: "upstream is gone", Seen: words, Conn: m.Conn})
	}
	return firings
}
