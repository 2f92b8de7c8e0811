package cli

import (
	"sync"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// recorder hands what the engine says to the renderings, and remembers the failures. The first error of a rendering is
// kept, and the run goes on: a full disk must not hide the verdicts on the terminal.
type recorder struct {
	to         report.Renderer
	strict     bool
	failOnSkip bool
	reproduce  func(line report.Line) string

	mu       sync.Mutex
	server   string // of the results to come, where there are several
	failures []report.Failure
	err      error
}

func (r *recorder) started(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keep(r.to.Started(id))
}

func (r *recorder) result(result verdict.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	line := report.NewLine(r.server, result)
	if report.Red(result.Outcome, r.strict, r.failOnSkip) {
		r.failures = append(r.failures, report.Failure{
			ID: result.ID, Server: r.server, Outcome: result.Outcome, Reason: result.Reason, Reproduce: r.reproduce(line),
		})
	}
	r.keep(r.to.Result(line))
}

func (r *recorder) keep(err error) {
	if r.err == nil {
		r.err = err
	}
}
