package fault

import (
	"context"
	"fmt"

	"github.com/pgfault/pgfault/harness/wire"
)

// LimitData ends a connection after a number of bytes: toxiproxy's toxic of that name.
type LimitData struct {
	// Bytes is how many pass.
	Bytes int64 `json:"bytes" yaml:"bytes"`
	// Stream is the direction that is counted; empty means downstream.
	Stream wire.Direction `json:"stream,omitempty" yaml:"stream,omitempty"`
	// Toxicity is the share of connections that it acts on, chosen by Seed; left out it is all.
	Toxicity Toxicity `json:"toxicity,omitempty" yaml:"toxicity,omitempty"`
	// Seed decides which connections those are.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
}

// Name implements Fault.
func (LimitData) Name() string { return "limit_data" }

// Available implements Fault.
func (LimitData) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where a connection was broken off when that many bytes had come, or gone.
func (f LimitData) Inject(ctx context.Context, env Env) (Injection, error) {
	if err := positive(f, "bytes", f.Bytes); err != nil {
		return nil, err
	}
	t := Toxic{Type: "limit_data", Stream: f.Stream, Toxicity: f.Toxicity, Seed: f.Seed, Attributes: map[string]any{"bytes": f.Bytes}}
	return toxicSeenIn(ctx, f, env, t, func(entries []wire.Message, exchanges []wire.Exchange) []Firing {
		came, gone := map[int]int64{}, map[int]int64{}
		for _, e := range exchanges {
			came[e.Conn] += e.Received
			gone[e.Conn] += e.Sent
		}
		var firings []Firing
		for _, b := range brokenOff(f.Name(), entries) {
			full := came[b.Conn] == f.Bytes
			if f.Stream == wire.Upstream {
				full = gone[b.Conn] >= f.Bytes
			}
			if full {
				b.Where += fmt.Sprintf(" after %d bytes", f.Bytes)
				firings = append(firings, b)
			}
		}
		return firings
	})
}
