package fault

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// serial makes the names of toxics unique; a name says nothing.
var serial atomic.Int64

// toxic injects a toxic of toxiproxy's. Toxiproxy does not tell whether a toxic acted: seen does, from what the wire
// stage measured of an exchange, and says it in words.
func toxic(ctx context.Context, f Fault, env Env, t Toxic, seen func(wire.Exchange) string) (Injection, error) {
	switch t.Stream {
	case "":
		t.Stream = wire.Downstream
	case wire.Upstream, wire.Downstream:
	default:
		return nil, &ConfigError{Fault: f.Name(), Why: fmt.Sprintf("stream is %q, %q or empty (%[2]s)", wire.Upstream, wire.Downstream)}
	}
	t.Name = fmt.Sprintf("%s %d", f.Name(), serial.Add(1))
	if err := env.Toxics().Add(ctx, t); err != nil {
		return nil, err
	}
	// The meter begins once the toxic is there: what it counts went through it.
	return &toxicInjection{fault: f.Name(), name: t.Name, toxics: env.Toxics(), meter: env.Stage().Measure(), seen: seen}, nil
}

type toxicInjection struct {
	fault  string
	name   string
	toxics Toxics
	meter  *wire.Meter
	seen   func(wire.Exchange) string
}

func (i *toxicInjection) Fired() []Firing {
	var firings []Firing
	for _, e := range i.meter.Exchanges() {
		if words := i.seen(e); words != "" {
			at := e.First
			if !e.Answered() {
				at = e.Asked
			}
			firings = append(firings, Firing{Fault: i.fault, At: at, Where: fmt.Sprintf("connection %d: %s", e.Conn, words), Conn: e.Conn})
		}
	}
	return firings
}

func (i *toxicInjection) Heal(ctx context.Context) error {
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
