package stats_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pgfault/pgfault/bench/internal/stats"
)

func TestQuantile(t *testing.T) {
	for _, c := range []struct {
		values []float64
		q      float64
		want   float64
	}{
		{[]float64{3, 1, 2}, 0.5, 2},
		{[]float64{4, 1, 2, 3}, 0.5, 2.5},
		{[]float64{7}, 0.5, 7},
		{[]float64{7}, 1, 7},
		{[]float64{1, 2, 3, 4, 5}, 0, 1},
		{[]float64{1, 2, 3, 4, 5}, 1, 5},
		{[]float64{1, 2, 3, 4, 5}, 0.9, 4.6},
		{[]float64{1, 2}, 2, 2},
	} {
		if got := stats.Quantile(c.values, c.q); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("quantile %v of %v is %v, want %v", c.q, c.values, got, c.want)
		}
	}
	if got := stats.Median(nil); !math.IsNaN(got) {
		t.Errorf("the median of nothing is %v", got)
	}
	values := []float64{3, 1, 2}
	stats.Median(values)
	if values[0] != 3 {
		t.Error("the values were sorted in place")
	}
}

func TestPairsAreOfOneRound(t *testing.T) {
	s := stats.Samples{{10, 200, 3000, 4}, {5, 100, 1000}}
	if got := s.Ratio(0, 1); got != 2 {
		t.Errorf("ratio %v", got)
	}
	if got := s.Difference(0, 1); got != 100 {
		t.Errorf("difference %v", got)
	}
	if got := s.Median(1); got != 100 {
		t.Errorf("median %v", got)
	}
}

func TestEachRoundHasEachContestantOnce(t *testing.T) {
	var order []int
	contestant := func(i int) stats.Contestant {
		return func(context.Context) (float64, error) {
			order = append(order, i)
			return float64(i), nil
		}
	}
	plan := stats.Plan{Min: 20, WarmUp: 1, Rand: rand.New(rand.NewPCG(1, 2))}
	s, err := plan.Run(t.Context(), contestant(0), contestant(1), contestant(2))
	if err != nil {
		t.Fatal(err)
	}
	shuffled := false
	for round := 0; round < len(order); round += 3 {
		a, b, c := order[round], order[round+1], order[round+2]
		if a+b+c != 3 || a*b*c != 0 {
			t.Errorf("round %v", order[round:round+3])
		}
		shuffled = shuffled || a != order[0] || b != order[1]
	}
	if !shuffled {
		t.Error("the order is always the same")
	}
	if len(order) != 63 || len(s[0]) != 20 {
		t.Errorf("%d samples were taken, %d of each count", len(order), len(s[0]))
	}
	for i := range s {
		if s.Median(i) != float64(i) {
			t.Errorf("contestant %d has the samples %v", i, s[i])
		}
	}
}

func TestBudgetAndBounds(t *testing.T) {
	for _, c := range []struct {
		name string
		plan stats.Plan
		want int
	}{
		{"zero", stats.Plan{}, 1},
		{"budget", stats.Plan{Budget: 10 * time.Second}, 10},
		{"least", stats.Plan{Budget: time.Second, Min: 4}, 4},
		{"most", stats.Plan{Budget: time.Minute, Max: 3}, 3},
		{"warm-up is beside the budget", stats.Plan{Budget: 5 * time.Second, WarmUp: 3}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, err := c.plan.Run(t.Context(), func(context.Context) (float64, error) {
					time.Sleep(time.Second) // Of the bubble's clock: it is what the sample takes, and nobody waits.
					return 1, nil
				})
				if err != nil || len(s[0]) != c.want {
					t.Errorf("%d rounds, want %d (%v)", len(s[0]), c.want, err)
				}
			})
		})
	}
}

func TestErrorsEndTheRun(t *testing.T) {
	broken := errors.New("broken")
	if _, err := (stats.Plan{Min: 5}).Run(t.Context(), func(context.Context) (float64, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(broken)
	if _, err := (stats.Plan{}).Run(ctx, func(context.Context) (float64, error) { return 0, nil }); !errors.Is(err, broken) {
		t.Error(err)
	}
}
