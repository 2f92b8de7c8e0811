package fault

import (
	"context"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// ResetPeer ends a connection once something is said in its direction, after a while: toxiproxy's toxic of that name. It
// is a RST on connections that begin under it, and a FIN on those that are open. For a RST at an exact place there is
// Reset.
type ResetPeer struct {
	// Timeout is how long it takes, in whole milliseconds; 0 means at once.
	Timeout time.Duration `json:"timeout,omitempty" yaml:"timeout,omitempty"`
	// Stream is the direction; empty means downstream.
	Stream wire.Direction `json:"stream,omitempty" yaml:"stream,omitempty"`
	// Toxicity is the share of connections that it acts on, chosen by Seed; left out it is all.
	Toxicity Toxicity `json:"toxicity,omitempty" yaml:"toxicity,omitempty"`
	// Seed decides which connections those are.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
}

// Name implements Fault.
func (ResetPeer) Name() string { return "reset_peer" }

// Available implements Fault.
func (ResetPeer) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where a connection ended that nobody had said good-bye on.
func (f ResetPeer) Inject(ctx context.Context, env Env) (Injection, error) {
	if f.Timeout < 0 {
		return nil, &ConfigError{Fault: f.Name(), Why: "timeout must not be negative; 0 means at once"}
	}
	t := Toxic{Type: "reset_peer", Stream: f.Stream, Toxicity: f.Toxicity, Seed: f.Seed, Attributes: map[string]any{"timeout": millis(f.Timeout)}}
	return toxicSeenIn(ctx, f, env, t, func(entries []wire.Message, _ []wire.Exchange) []Firing {
		return brokenOff(f.Name(), entries)
	})
}

// brokenOff are the connections that upstream has ended although nobody had said good-bye.
func brokenOff(name string, entries []wire.Message) []Firing {
	byes := map[int]bool{}
	var firings []Firing
	for _, m := range entries {
		if ended(m) && !byes[m.Conn] {
			how := map[wire.Event]string{wire.Ended: "FIN", wire.Aborted: "RST"}[m.Event]
			firings = append(firings, Firing{Fault: name, At: m.At, Where: fmt.Sprintf("connection %d: broken off with a %s", m.Conn, how), Conn: m.Conn})
		}
		byes[m.Conn] = byes[m.Conn] || saidGoodbye(m)
	}
	return firings
}
