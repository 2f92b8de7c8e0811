package fault

import (
	"context"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Latency delays all data: toxiproxy's toxic of that name.
type Latency struct {
	// Latency is the delay, in whole milliseconds.
	Latency time.Duration `json:"latency" yaml:"latency"`
	// Jitter is how much the delay varies, up or down: as toxiproxy's dice fall, which take no seed.
	Jitter time.Duration `json:"jitter,omitempty" yaml:"jitter,omitempty"`
	// Stream is the direction that is delayed; empty means downstream.
	Stream wire.Direction `json:"stream,omitempty" yaml:"stream,omitempty"`
	// Toxicity is the share of connections that it acts on, chosen by Seed; left out it is all.
	Toxicity Toxicity `json:"toxicity,omitempty" yaml:"toxicity,omitempty"`
	// Seed decides which connections those are.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
}

// Name implements Fault.
func (Latency) Name() string { return "latency" }

// Available implements Fault.
func (Latency) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where an answer took at least as long as the shortest delay.
func (f Latency) Inject(ctx context.Context, env Env) (Injection, error) {
	if err := positive(f, "latency (a duration of at least 1ms)", millis(f.Latency)); err != nil {
		return nil, err
	}
	if f.Jitter < 0 || f.Jitter > f.Latency {
		return nil, &ConfigError{Fault: f.Name(), Why: "jitter must be between 0 and latency"}
	}
	least := (f.Latency - f.Jitter).Truncate(time.Millisecond)
	t := Toxic{Type: "latency", Stream: f.Stream, Toxicity: f.Toxicity, Seed: f.Seed, Attributes: map[string]any{"latency": millis(f.Latency), "jitter": millis(f.Jitter)}}
	return toxic(ctx, f, env, t, "an answer was late", func(e wire.Exchange) string { return late(e, least) })
}

// late says how late an answer was, or how late at least where there was none.
func late(e wire.Exchange, least time.Duration) string {
	if e.Answered() {
		if took := e.First.Sub(e.Asked); took >= least {
			return fmt.Sprintf("the answer took %s", took.Round(time.Microsecond))
		}
		return ""
	}
	if took := e.Silence(); took >= least {
		return fmt.Sprintf("no answer for %s", took.Round(time.Microsecond))
	}
	return ""
}
