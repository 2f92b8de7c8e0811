package mark

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// catalogue is the wall clock of the whole catalogue, and of the scenarios that take longest.
var catalogue = Benchmark{Name: "catalogue", Run: func(ctx context.Context, lab *Lab) ([]Row, error) {
	srv, err := lab.Server(ctx)
	if err != nil {
		return nil, err
	}
	all := scenarios.All()
	start := time.Now()
	report, err := engine.Run(ctx, engine.Config{Scenarios: all, Target: reference.New(), Server: srv, Seed: lab.Seed})
	if err != nil {
		return nil, err
	}
	whole := ours(fmt.Sprintf("the whole catalogue, %d scenarios (%s)", len(all), srv.Provider()), "s", time.Since(start).Seconds())
	rows := []Row{whole.note("%s", counts(report.Counts))}
	results := slices.Clone(report.Results)
	slices.SortStableFunc(results, func(a, b verdict.Result) int { return cmp.Compare(b.Duration, a.Duration) })
	for _, r := range results[:min(10, len(results))] {
		rows = append(rows, ours("  "+r.ID, "ms", float64(r.Duration)/float64(time.Millisecond)).note("%s", r.Outcome))
	}
	return rows, nil
}}

func counts(of map[verdict.Outcome]int) string {
	var parts []string
	for outcome, n := range of {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, outcome))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
