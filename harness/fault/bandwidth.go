package fault

import (
	"context"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Bandwidth limits the speed: toxiproxy's toxic of that name.
type Bandwidth struct {
	// Rate is in thousands of bytes a second.
	Rate int64 `json:"rate" yaml:"rate"`
	// Stream is the direction that is limited; empty means downstream.
	Stream wire.Direction `json:"stream,omitempty" yaml:"stream,omitempty"`
	// Toxicity is the share of connections that it acts on, chosen by Seed; left out it is all.
	Toxicity Toxicity `json:"toxicity,omitempty" yaml:"toxicity,omitempty"`
	// Seed decides which connections those are.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
}

// slack is how far below the time that bytes should take toxiproxy may stay, and the least that can be told from none.
const (
	slackPercent  = 80
	leastDuration = time.Millisecond
)

// Name implements Fault.
func (Bandwidth) Name() string { return "bandwidth" }

// Available implements Fault.
func (Bandwidth) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where an exchange took as long as its bytes must at that rate.
func (f Bandwidth) Inject(ctx context.Context, env Env) (Injection, error) {
	if err := positive(f, "rate (thousands of bytes a second)", f.Rate); err != nil {
		return nil, err
	}
	t := Toxic{Type: "bandwidth", Stream: f.Stream, Toxicity: f.Toxicity, Seed: f.Seed, Attributes: map[string]any{"rate": f.Rate}}
	return toxic(ctx, f, env, t, "an exchange was slow", f.seen)
}

func (f Bandwidth) seen(e wire.Exchange) string {
	bytes, until := e.Received, e.Last
	if f.Stream == wire.Upstream {
		bytes, until = e.Sent, e.First
	}
	if !e.Answered() {
		return ""
	}
	took := until.Sub(e.Asked)
	must := time.Duration(bytes) * time.Millisecond / time.Duration(f.Rate) * slackPercent / 100
	if must < leastDuration || took < must {
		return ""
	}
	return fmt.Sprintf("%d bytes took %s", bytes, took.Round(time.Microsecond))
}
