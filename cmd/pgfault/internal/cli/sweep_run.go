package cli

import (
	"context"
	"os"
	"strconv"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/sweep"
)

// sweeping is a sweep that was recorded, on each server.
type sweeping struct {
	app    *app
	o      *sweepOptions
	sweeps []*sweep.Sweep
}

// record records the workloads on each server of the plan.
func (s *sweeping) record(ctx context.Context, p *plan, workloads []sweep.Workload) error {
	for _, srv := range p.servers {
		got, err := sweep.Record(ctx, sweep.Config{
			Workloads: workloads, Target: p.target, Server: srv.Server, Faults: s.o.faults, Every: sweep.Every(s.o.every),
			Point: s.o.point, Parallel: p.parallel, Seed: s.o.seed, Deadline: s.o.deadline,
		})
		if err != nil {
			return harnessFailure(err)
		}
		s.sweeps = append(s.sweeps, got)
	}
	return nil
}

// describe is the first line of the report.
func (s *sweeping) describe(p *plan, started time.Time) report.Run {
	run := s.app.describe(p, started)
	run.Points = s.sweeps[0].Total()
	var ids []string
	for _, point := range s.sweeps[0].Points() {
		ids = append(ids, point.ID())
	}
	run.NameColumns = run.NameColumnsOf(ids)
	return run
}

// work sweeps on one server after the other.
func (s *sweeping) work(ctx context.Context, p *plan, rec *recorder, out string) (engine.Report, error) {
	reproduce := func(line report.Line, major string) string { return s.reproduce(p, line, major) }
	return inTurn(p, rec, reproduce, func(i int) (engine.Report, error) {
		return s.sweeps[i].Run(ctx, sweep.Watch{OnStart: rec.started, OnResult: rec.result, Stop: rec.stop, Out: out})
	})
}

// reproduce is a command line that runs one point again.
func (s *sweeping) reproduce(p *plan, line report.Line, major string) string {
	argv := []string{s.app.name, "sweep"}
	at, err := sweep.Parse(line.ID)
	workload := at.Workload
	if err != nil { // the run without a fault
		workload = sweep.WorkloadOf(line.ID)
	}
	if file := p.files[workload]; file != "" {
		argv = append(argv, "--workload", file)
	} else if err != nil {
		argv = append(argv, "--workload", workload)
	}
	if err == nil {
		argv = append(argv, "--point", line.ID)
	}
	argv = append(argv, "--seed", strconv.FormatInt(s.o.seed, 10))
	if s.o.deadline != sweep.DefaultDeadline {
		argv = append(argv, "--deadline", s.o.deadline.String())
	}
	return s.o.again(append(argv, s.o.rerunFlags(major)...), os.Environ())
}
