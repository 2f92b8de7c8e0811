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
	maxFail    int           // after how many failures the run ends; 0 is never
	stop       chan struct{} // closed then

	mu       sync.Mutex
	server   string // of the results to come, where there are several
	failures []report.Failure
	lines    []report.Line
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
		if len(r.failures) == r.maxFail {
			close(r.stop)
		}
	}
	r.lines = append(r.lines, line)
	r.keep(r.to.Result(line))
}

// stopped tells whether there were as many failures as may be.
func (r *recorder) stopped() bool {
	select {
	case <-r.stop:
		return true
	default:
		return false
	}
}

func (r *recorder) keep(err error) {
	if r.err == nil {
		r.err = err
	}
}
