package engine

import (
	"cmp"
	"context"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// job is one run of one scenario.
type job struct {
	index  int // of the scenario
	repeat int // from 1; 0 where there is only one
}

// schedule hands the jobs to the workers and gathers their results.
type schedule struct {
	cfg   Config
	first target.Instance

	jobs    chan job
	redSeen chan struct{} // closed by the first red result of a run until failure
	once    sync.Once

	health *Health

	takeMu    sync.Mutex // held by who takes a job
	mu        sync.Mutex
	done      []finished
	pending   int // handed out and not done
	completed bool
}

type finished struct {
	job
	result verdict.Result
}

func newSchedule(cfg Config, first target.Instance) *schedule {
	return &schedule{cfg: cfg, first: first, jobs: make(chan job), redSeen: make(chan struct{})}
}

func (s *schedule) run(ctx context.Context) {
	s.health, ctx = WatchHealth(ctx, s.cfg.Server)
	defer s.health.Stop()
	var workers sync.WaitGroup
	for i := range min(s.cfg.Parallel, max(1, s.runs())) {
		w := &worker{schedule: s}
		if i == 0 {
			w.inst = s.first
		}
		workers.Go(func() {
			defer crash.Guard()
			w.run(ctx)
		})
	}
	s.feed(ctx)
	workers.Wait()
}

// runs is how many jobs there are at most; where there is no end it is how many there are at a time.
func (s *schedule) runs() int { return len(s.cfg.Scenarios) * max(1, s.cfg.Repeat) }

// order is one repetition's: the seed's, but those first that take long, since the last to begin decide when all is done.
func (s *schedule) order(repeat int) []int {
	order := rand.New(rand.NewPCG(uint64(s.cfg.Seed), uint64(repeat))).Perm(len(s.cfg.Scenarios))
	slices.SortStableFunc(order, func(a, b int) int {
		return ownServers(s.cfg.Scenarios[b].Given) - ownServers(s.cfg.Scenarios[a].Given)
	})
	return order
}

// feed hands out the jobs, repetition after repetition, each in an order of its own.
func (s *schedule) feed(ctx context.Context) {
	defer close(s.jobs)
	endless := s.cfg.UntilFail && s.cfg.Repeat <= 1
	many := endless || s.cfg.Repeat > 1
	for repeat := 1; (endless && len(s.cfg.Scenarios) > 0) || repeat <= max(1, s.cfg.Repeat); repeat++ {
		for _, index := range s.order(repeat) {
			j := job{index: index}
			if many {
				j.repeat = repeat
			}
			select {
			case <-s.redSeen:
				s.complete()
				return
			case <-s.cfg.Stop:
				s.complete()
				return
			case <-ctx.Done():
				return
			default:
			}
			select {
			case s.jobs <- j:
			case <-s.redSeen:
				s.complete()
				return
			case <-s.cfg.Stop:
				s.complete()
				return
			case <-ctx.Done():
				return
			}
		}
	}
	s.complete()
}

// complete notes that nothing was left out that should have been run.
func (s *schedule) complete() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.completed = true
}

// take are the jobs that its caller takes. One after the other is taken and told of, so that they are told of in the seed's
// order whoever takes them.
func (s *schedule) take() iter.Seq[job] {
	take := func() (job, bool) {
		s.takeMu.Lock()
		defer s.takeMu.Unlock()
		j, ok := <-s.jobs
		if ok {
			s.started(j)
		}
		return j, ok
	}
	return func(yield func(job) bool) {
		for {
			if j, ok := take(); !ok || !yield(j) {
				return
			}
		}
	}
}

func (s *schedule) started(j job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending++
	if s.cfg.OnStart != nil {
		s.cfg.OnStart(s.cfg.Scenarios[j.index].ID)
	}
}

// finish takes a job's result; ok is false where the job was cut short by the end of the run.
func (s *schedule) finish(j job, r verdict.Result, ok bool) {
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending--
	s.done = append(s.done, finished{j, r})
	if s.cfg.OnResult != nil {
		s.cfg.OnResult(r)
	}
	if s.cfg.UntilFail && red(r.Outcome) {
		s.once.Do(func() { close(s.redSeen) })
	}
}

func (s *schedule) report(ctx context.Context) Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.SortFunc(s.done, func(a, b finished) int {
		return cmp.Or(cmp.Compare(a.repeat, b.repeat), cmp.Compare(a.index, b.index))
	})
	r := Report{
		Target: s.first.Hello(), Counts: map[verdict.Outcome]int{},
		Interrupted: ctx.Err() != nil && (!s.completed || s.pending > 0),
	}
	for _, f := range s.done {
		r.Results = append(r.Results, f.result)
		r.Counts[f.result.Outcome]++
	}
	return r
}
