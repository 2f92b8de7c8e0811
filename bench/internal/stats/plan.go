package stats

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// Contestant takes one sample of itself, of any unit.
type Contestant func(ctx context.Context) (float64, error)

// Plan is how long contestants are compared. The zero value is one round.
type Plan struct {
	// Budget is the time after which no further round begins.
	Budget time.Duration
	// Min and Max bound the rounds, whatever the budget; 0 means 1 for Min and no bound for Max.
	Min, Max int
	// WarmUp is how many rounds come first and do not count.
	WarmUp int
	// Rand decides the order within each round; nil keeps the order given.
	Rand *rand.Rand
}

// Run takes a sample of each contestant in each round, in an order of the round's own, so that what disturbs the machine
// disturbs all of them alike.
func (p Plan) Run(ctx context.Context, contestants ...Contestant) (Samples, error) {
	samples := make(Samples, len(contestants))
	var start time.Time
	for round := -p.WarmUp; ; round++ {
		if round == 0 {
			start = time.Now()
		}
		if round >= max(p.Min, 1) && time.Since(start) >= p.Budget || p.Max > 0 && round >= p.Max {
			return samples, nil
		}
		for _, i := range p.order(len(contestants)) {
			if err := ctx.Err(); err != nil {
				return samples, fmt.Errorf("compare: %w", context.Cause(ctx))
			}
			value, err := contestants[i](ctx)
			if err != nil {
				return samples, fmt.Errorf("take sample %d of contestant %d: %w", round+1, i+1, err)
			}
			if round >= 0 {
				samples[i] = append(samples[i], value)
			}
		}
	}
}

func (p Plan) order(n int) []int {
	if p.Rand != nil {
		return p.Rand.Perm(n)
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}
