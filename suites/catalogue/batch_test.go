package catalogue_test

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// batch runs scenarios on one target, side by side, when the first of them is asked for: go test runs specs one after the
// other, and most of a scenario's time is waiting.
type batch struct {
	containers []string // whose specs it serves, so that focus and labels leave out what is not wanted

	start sync.Once
	done  chan struct{} // closed when there is no more to come
	slots map[string]*slot
	err   error
}

// slot is the place of one result.
type slot struct {
	filled chan struct{}
	result verdict.Result
}

// chosen are the ids of the specs that will run, by container.
var chosen = map[string]map[string]bool{}

// choose takes note of what focus and labels have left.
func choose(preview types.Report) {
	for _, spec := range preview.SpecReports {
		if spec.LeafNodeType != types.NodeTypeIt || spec.State == types.SpecStateSkipped || len(spec.ContainerHierarchyTexts) == 0 {
			continue
		}
		container := spec.ContainerHierarchyTexts[0]
		if chosen[container] == nil {
			chosen[container] = map[string]bool{}
		}
		chosen[container][spec.LeafNodeText] = true
	}
}

// result waits for a scenario's result.
func (b *batch) result(ctx context.Context, tgt target.Target, id string) (verdict.Result, error) {
	b.start.Do(func() { b.run(tgt) }) //nolint:contextcheck // it outlives the spec that comes first
	slot := b.slots[id]
	select {
	case <-slot.filled:
	case <-b.done:
	case <-ctx.Done():
		return verdict.Result{}, context.Cause(ctx)
	}
	select {
	case <-slot.filled:
		return slot.result, nil
	default:
		return verdict.Result{}, errors.Join(errors.New("the run ended without a result of "+id), b.err)
	}
}

func (b *batch) run(tgt target.Target) {
	var mine []scenario.Scenario
	b.done, b.slots = make(chan struct{}), map[string]*slot{}
	for _, s := range scenarios.All() {
		if slices.ContainsFunc(b.containers, func(c string) bool { return chosen[c][s.ID] }) {
			mine = append(mine, s)
			b.slots[s.ID] = &slot{filled: make(chan struct{})}
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	addSuiteEnd(func() {
		cancel()
		<-b.done
	})
	go func() {
		defer close(b.done)
		_, b.err = engine.Run(ctx, engine.Config{
			Scenarios: mine, Target: tgt, Server: srv,
			OnResult: func(r verdict.Result) {
				b.slots[r.ID].result = r
				close(b.slots[r.ID].filled)
			},
		})
	}()
}

// suiteEnds are called when the suite is over.
var suiteEnds []func()

// addSuiteEnd calls end when the suite is over; a DeferCleanup here would belong to the spec that came first.
func addSuiteEnd(end func()) { suiteEnds = append(suiteEnds, end) }
