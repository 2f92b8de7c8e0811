package mark

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/pgfault/pgfault/bench/internal/stats"
	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/postgres"
)

// Lab is what the benchmarks share: time, chance, and a server.
type Lab struct {
	// Budget is the time for each comparison.
	Budget time.Duration
	// Provider is where the shared server comes from; "" means native, which is what the promises are about.
	Provider string
	// Seed decides the order within the rounds, and what else is random.
	Seed int64

	server *postgres.Server
	shared *harness.Rig
}

// Server is the server that the benchmarks share, started for the first that asks.
func (l *Lab) Server(ctx context.Context) (*postgres.Server, error) {
	if l.server != nil {
		return l.server, nil
	}
	provider := l.Provider
	if provider == "" {
		provider = postgres.Native
	}
	server, err := postgres.Start(ctx, postgres.Config{Provider: provider})
	if err != nil {
		return nil, &MissingError{What: "server", Err: err}
	}
	l.server = server
	return server, nil
}

// rig is a rig on the shared server, opened for the first that asks.
func (l *Lab) rig(ctx context.Context) (*harness.Rig, error) {
	if l.shared != nil {
		return l.shared, nil
	}
	server, err := l.Server(ctx)
	if err != nil {
		return nil, err
	}
	l.shared, err = harness.Open(ctx, server)
	return l.shared, err
}

// Close ends what is shared.
func (l *Lab) Close(ctx context.Context) error {
	var errs []error
	if l.shared != nil {
		errs = append(errs, l.shared.Close(ctx))
	}
	if l.server != nil {
		errs = append(errs, l.server.Close(ctx))
	}
	return errors.Join(errs...)
}

// plan is the usual plan: as many rounds as the budget has room for.
func (l *Lab) plan(least int) stats.Plan {
	return stats.Plan{Budget: l.Budget, Min: least, WarmUp: 1, Rand: rand.New(rand.NewPCG(uint64(l.Seed), 0))}
}

// since is the time since start in a unit.
func since(start time.Time, unit time.Duration) float64 {
	return float64(time.Since(start)) / float64(unit)
}
