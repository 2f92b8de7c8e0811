package layersweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
)

// Report is what a sweep has found.
type Report struct {
	Runs     int
	Findings []Finding
	Shares   Shares
	// Troubles are points that could not be run.
	Troubles []error
}

// pick chooses some of an operation's points.
type pick func([]Point) []Point

// sample picks so many of them, always the same ones for a seed.
func sample(seed uint64, n int) pick {
	return func(all []Point) []Point { return some(seed, n, all) }
}

// part picks one of so many parts, which have all points between them.
func part(i, of int) pick {
	return func(all []Point) (picked []Point) {
		for n, p := range all {
			if n%of == i {
				picked = append(picked, p)
			}
		}
		return picked
	}
}

// some picks some things by their names.
func some[T fmt.Stringer](seed uint64, n int, all []T) (picked []T) {
	type ranked struct {
		thing T
		rank  uint64
	}
	order := make([]ranked, len(all))
	for i, thing := range all {
		h := fnv.New64a()
		fmt.Fprint(h, seed, thing)
		order[i] = ranked{thing, h.Sum64()}
	}
	slices.SortFunc(order, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	for _, r := range order[:min(n, len(order))] {
		picked = append(picked, r.thing)
	}
	return picked
}

// sweep runs the points that are picked of some operations, each stand working by itself.
func sweep(ctx context.Context, stands []*stand, ops []Operation, choose pick) *Report {
	report := &Report{Shares: Shares{}}
	var mu sync.Mutex
	note := func(f func()) {
		mu.Lock()
		defer mu.Unlock()
		f()
	}
	queue := make(chan Operation)
	var work sync.WaitGroup
	for _, s := range stands {
		work.Go(func() {
			for op := range queue {
				s.sweep(ctx, op, choose, note, report)
			}
		})
	}
	for _, op := range ops {
		queue <- op
	}
	close(queue)
	work.Wait()
	return report
}

// tries is how often a point is run before it is a trouble: a fault may not be met where another connection is in its way.
const tries = 3

// sweep runs points of one operation.
func (s *stand) sweep(ctx context.Context, op Operation, choose pick, note func(func()), report *Report) {
	op, recorded, err := s.learn(ctx, op)
	if err != nil {
		note(func() { report.Troubles = append(report.Troubles, err) })
		return
	}
	for _, p := range choose(points(op, recorded)) {
		var run Run
		for range tries {
			if run, err = s.play(ctx, p, recorded); !errors.Is(err, errNotMet) {
				break
			}
		}
		note(func() {
			report.Runs++
			if err != nil {
				report.Troubles = append(report.Troubles, fmt.Errorf("%s: %w", p, err))
				return
			}
			report.Findings = append(report.Findings, judge(&run)...)
			report.Shares.count(&run)
		})
	}
}
