package fault

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// serial makes the names of toxics unique; a name says nothing.
var serial atomic.Int64

// toxic injects a toxic of toxiproxy's. Toxiproxy does not tell whether a toxic acted: seen does, from what the wire
// stage measured of an exchange, and says it in words. What is what a connection suffers of it.
func toxic(ctx context.Context, f Fault, env Env, t Toxic, what string, seen func(wire.Exchange) string) (Injection, error) {
	return toxicSeenIn(ctx, f, env, t, func(_ []wire.Message, exchanges []wire.Exchange) []Firing {
		var firings []Firing
		for _, e := range exchanges {
			if words := seen(e); words != "" {
				at := e.First
				if !e.Answered() {
					at = e.Asked
				}
				firings = append(firings, Firing{Fault: f.Name(), At: at, Where: fmt.Sprintf("connection %d: %s", e.Conn, what), Seen: words, Conn: e.Conn})
			}
		}
		return firings
	})
}

// toxicSeenIn is toxic for one that is seen to act in the recording, or in several exchanges.
func toxicSeenIn(ctx context.Context, f Fault, env Env, t Toxic, seen func([]wire.Message, []wire.Exchange) []Firing) (Injection, error) {
	switch t.Stream {
	case "":
		t.Stream = wire.Downstream
	case wire.Upstream, wire.Downstream:
	default:
		return nil, &ConfigError{Fault: f.Name(), Why: fmt.Sprintf("stream is %q, %q or empty (%[2]s)", wire.Upstream, wire.Downstream)}
	}
	if t.Toxicity != 0 {
		if err := t.Toxicity.Validate(); err != nil {
			return nil, &ConfigError{Fault: f.Name(), Why: err.Error()}
		}
	}
	t.Name = fmt.Sprintf("%s %d", f.Name(), serial.Add(1))
	if err := env.Toxics().Add(ctx, t); err != nil {
		return nil, err
	}
	mark := env.Stage().Mark()
	// The meter begins once the toxic is there: what it counts went through it.
	return &toxicInjection{name: t.Name, toxics: env.Toxics(), stage: env.Stage(), mark: mark, meter: env.Stage().Measure(), seen: seen}, nil
}

type toxicInjection struct {
	name   string
	toxics Toxics
	stage  *wire.Stage
	mark   uint64
	meter  *wire.Meter
	seen   func([]wire.Message, []wire.Exchange) []Firing

	mu     sync.Mutex
	healed []Firing // nil while it goes on: what comes later is not its doing
	over   bool
}

func (i *toxicInjection) Fired() []Firing {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.over {
		return i.healed
	}
	return i.seen(i.stage.Since(i.mark), i.meter.Exchanges())
}

func (i *toxicInjection) Heal(ctx context.Context) error {
	i.mu.Lock()
	if !i.over {
		i.healed, i.over = i.seen(i.stage.Since(i.mark), i.meter.Exchanges()), true
	}
	i.mu.Unlock()
	err := i.toxics.Remove(ctx, i.name)
	i.meter.Stop()
	return err
}

// positive checks that a field of a fault is more than nothing.
func positive[T ~int64](f Fault, field string, value T) error {
	if value > 0 {
		return nil
	}
	return &ConfigError{Fault: f.Name(), Why: field + " must be more than 0"}
}

func millis(d time.Duration) int64 { return d.Milliseconds() }
