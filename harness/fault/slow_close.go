package fault

import (
	"context"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// SlowClose delays the end of a connection: toxiproxy's toxic of that name.
type SlowClose struct {
	// Delay is how long the end takes, in whole milliseconds.
	Delay time.Duration `json:"delay" yaml:"delay"`
	// Stream is the direction whose end is delayed; empty means downstream.
	Stream wire.Direction `json:"stream,omitempty" yaml:"stream,omitempty"`
	// Toxicity is the share of connections that it acts on, chosen by Seed; left out it is all.
	Toxicity Toxicity `json:"toxicity,omitempty" yaml:"toxicity,omitempty"`
	// Seed decides which connections those are.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
}

// Name implements Fault.
func (SlowClose) Name() string { return "slow_close" }

// Available implements Fault.
func (SlowClose) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where a connection ended that much later than one side had said good-bye: a
// Terminate or the end of the client, a FATAL of the server.
func (f SlowClose) Inject(ctx context.Context, env Env) (Injection, error) {
	if err := positive(f, "delay (a duration of at least 1ms)", millis(f.Delay)); err != nil {
		return nil, err
	}
	t := Toxic{Type: "slow_close", Stream: f.Stream, Toxicity: f.Toxicity, Seed: f.Seed, Attributes: map[string]any{"delay": millis(f.Delay)}}
	return toxicSeenIn(ctx, f, env, t, func(entries []wire.Message, _ []wire.Exchange) []Firing {
		least, byes := f.Delay.Truncate(time.Millisecond), map[int]time.Time{}
		var firings []Firing
		for _, m := range entries {
			bye, said := byes[m.Conn]
			switch {
			case !said && saidGoodbye(m):
				byes[m.Conn] = m.At
			case said && ended(m) && m.At.Sub(bye) >= least:
				where := fmt.Sprintf("connection %d: the end came late", m.Conn)
				words := fmt.Sprintf("%s after the good-bye", m.At.Sub(bye).Round(time.Microsecond))
				firings = append(firings, Firing{Fault: f.Name(), At: m.At, Where: where, Seen: words, Conn: m.Conn})
			}
		}
		return firings
	})
}

// saidGoodbye tells whether one side has said that it ends, or ended.
func saidGoodbye(m wire.Message) bool {
	return m.Type == "Terminate" || m.Severity == "FATAL" && m.Type == "ErrorResponse" || m.Direction == wire.Upstream && (m.Event == wire.Ended || m.Event == wire.Aborted)
}

// ended tells whether upstream has ended the connection.
func ended(m wire.Message) bool {
	return m.Direction == wire.Downstream && (m.Event == wire.Ended || m.Event == wire.Aborted)
}
