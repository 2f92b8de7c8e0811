package mark

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// sweeping is how many points a sweep breaks in a second, beside how many connections pgbench makes to the same server:
// nothing that breaks a connection and asks for the truth can need less than one.
var sweeping = Benchmark{Name: "sweep", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	srv, err := lab.Server(ctx)
	if err != nil {
		return nil, err
	}
	other, err := peer.OpenPgbench()
	if err != nil {
		return nil, &MissingError{What: "pgbench", Err: err}
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	db, err := srv.Database(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Drop(context.WithoutCancel(ctx))) }()
	other.DSN, other.Clients = db.DSN(srv.Addr()), runtime.GOMAXPROCS(0)
	recorded, err := record(ctx, lab, "transaction")
	if err != nil {
		return nil, err
	}
	s, err := lab.plan(3).Run(ctx, func(ctx context.Context) (float64, error) {
		start := time.Now()
		report, err := recorded.Run(ctx, sweep.Watch{})
		if err == nil && report.Counts[verdict.Pass] != len(report.Results) {
			err = fmt.Errorf("sweep: not all points passed: %v", counts(report.Counts))
		}
		return float64(points(report)) / time.Since(start).Seconds(), err
	}, func(ctx context.Context) (float64, error) {
		return other.Connect(ctx, recorded.Total()/other.Clients)
	})
	if err != nil {
		return nil, err
	}
	const promised = 0.5
	row := ours("fault points swept (a transaction, a reset at each)", "/s", s.Median(0)).
		beside("pgbench -C, connections", s.Median(1), s.Ratio(0, 1)).
		promise("≥ half of the peer's", s.Ratio(0, 1) >= promised).
		note("%d points, %d at a time", recorded.Total()-1, other.Clients)
	return []Row{row}, nil
}}

// record records a workload that is built in.
func record(ctx context.Context, lab *Lab, name string) (*sweep.Sweep, error) {
	all, err := sweep.Workloads()
	if err != nil {
		return nil, err
	}
	for _, w := range all {
		if w.Name() == name {
			return sweep.Record(ctx, sweep.Config{
				Workloads: []sweep.Workload{w}, Faults: []string{"reset"}, Target: reference.New(), Server: lab.server, Seed: lab.Seed,
			})
		}
	}
	return nil, fmt.Errorf("no workload %s", name)
}

// points is how many points a report has: its first result is the run without a fault.
func points(r engine.Report) int { return max(0, len(r.Results)-1) }
