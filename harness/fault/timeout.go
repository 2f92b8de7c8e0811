package fault

import (
	"context"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Timeout lets no data through, and closes the connection after a while: toxiproxy's toxic of that name. What comes is
// dropped. Healed, it closes the connections that went through it.
type Timeout struct {
	// Timeout is how long it takes to close, in whole milliseconds; 0 means never.
	Timeout time.Duration `json:"timeout,omitempty" yaml:"timeout,omitempty"`
	// Stream is the direction that is dropped; empty means downstream.
	Stream wire.Direction `json:"stream,omitempty" yaml:"stream,omitempty"`
	// Toxicity is the share of connections that it acts on, chosen by Seed; left out it is all.
	Toxicity Toxicity `json:"toxicity,omitempty" yaml:"toxicity,omitempty"`
	// Seed decides which connections those are.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
}

// Name implements Fault.
func (Timeout) Name() string { return "timeout" }

// Available implements Fault.
func (Timeout) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where a client asked and nothing came.
func (f Timeout) Inject(ctx context.Context, env Env) (Injection, error) {
	if f.Timeout < 0 {
		return nil, &ConfigError{Fault: f.Name(), Why: "timeout must not be negative; 0 means never"}
	}
	t := Toxic{Type: "timeout", Stream: f.Stream, Toxicity: f.Toxicity, Seed: f.Seed, Attributes: map[string]any{"timeout": millis(f.Timeout)}}
	return toxic(ctx, f, env, t, "no answer came", func(e wire.Exchange) string {
		if e.Answered() {
			return ""
		}
		return fmt.Sprintf("%d bytes sent, nothing came for %s", e.Sent, e.Silence().Round(time.Microsecond))
	})
}
