package fault

import (
	"context"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Slicer passes all data on in pieces, with a delay between them: toxiproxy's toxic of that name. To cut an exact message
// there is Slice.
type Slicer struct {
	// AverageSize is how many bytes a piece has.
	AverageSize int64 `json:"average_size" yaml:"average_size"`
	// SizeVariation is how much that varies, up or down; less than AverageSize. Toxiproxy's dice decide it, which take no
	// seed.
	SizeVariation int64 `json:"size_variation,omitempty" yaml:"size_variation,omitempty"`
	// Delay is the time after each piece, in whole microseconds; without it nobody could tell that there are pieces.
	Delay time.Duration `json:"delay" yaml:"delay"`
	// Stream is the direction; empty means downstream.
	Stream wire.Direction `json:"stream,omitempty" yaml:"stream,omitempty"`
	// Toxicity is the share of connections that it acts on, chosen by Seed; left out it is all.
	Toxicity Toxicity `json:"toxicity,omitempty" yaml:"toxicity,omitempty"`
	// Seed decides which connections those are.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
}

// Name implements Fault.
func (Slicer) Name() string { return "slicer" }

// Available implements Fault.
func (Slicer) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where an exchange took as long as the delays between its pieces.
func (f Slicer) Inject(ctx context.Context, env Env) (Injection, error) {
	if err := positive(f, "average_size", f.AverageSize); err != nil {
		return nil, err
	}
	if err := positive(f, "delay (a duration of at least 1µs)", f.Delay.Microseconds()); err != nil {
		return nil, err
	}
	if f.SizeVariation < 0 || f.SizeVariation >= f.AverageSize {
		return nil, &ConfigError{Fault: f.Name(), Why: "size_variation must be between 0 and average_size"}
	}
	t := Toxic{Type: "slicer", Stream: f.Stream, Toxicity: f.Toxicity, Seed: f.Seed, Attributes: map[string]any{
		"average_size": f.AverageSize, "size_variation": f.SizeVariation, "delay": f.Delay.Microseconds(),
	}}
	return toxic(ctx, f, env, t, "an exchange came in pieces", f.seen)
}

// seen says how long the pieces of an exchange took. No piece is larger than the average and its variation.
func (f Slicer) seen(e wire.Exchange) string {
	if !e.Answered() {
		return ""
	}
	bytes, took := e.Received, e.Last.Sub(e.First)
	if f.Stream == wire.Upstream {
		bytes, took = e.Sent, e.First.Sub(e.Asked)
	}
	pauses := (bytes - 1) / (f.AverageSize + f.SizeVariation)
	least := time.Duration(pauses) * f.Delay.Truncate(time.Microsecond) * slackPercent / 100
	if pauses < 1 || took < least || took < leastDuration {
		return ""
	}
	return fmt.Sprintf("%d bytes in %d pieces or more took %s", bytes, pauses+1, took.Round(time.Microsecond))
}
