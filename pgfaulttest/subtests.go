package pgfaulttest

import (
	"sync"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
)

// subtests are a subtest for each scenario that go test has selected, each waiting for its result. Only go test knows
// which those are, and it tells by running them: so they begin first, all at a time, and the scenarios are run afterwards.
type subtests struct {
	// selected are the scenarios whose subtests have begun.
	selected []scenario.Scenario
	results  map[string]chan verdict.Result
	running  sync.WaitGroup
}

// begin begins the subtests; show turns a result into that of a test.
func begin(t *testing.T, all []scenario.Scenario, show func(*testing.T, verdict.Result)) *subtests {
	t.Helper()
	s := &subtests{results: map[string]chan verdict.Result{}}
	for _, sc := range all {
		result, asked := make(chan verdict.Result, 1), make(chan bool, 2)
		s.running.Go(func() {
			t.Run(sc.ID, func(t *testing.T) {
				asked <- true
				r, ok := <-result
				if !ok {
					t.Skip("it was not run")
				}
				show(t, r)
			})
			asked <- false
		})
		if <-asked { // one after the other, so that they are listed in their order
			s.selected, s.results[sc.ID] = append(s.selected, sc), result
		}
	}
	return s
}

// report gives a subtest its result.
func (s *subtests) report(r verdict.Result) { s.results[r.ID] <- r }

// end lets those end whose scenarios were not run, and waits for all.
func (s *subtests) end() {
	for _, result := range s.results {
		close(result)
	}
	s.running.Wait()
}
