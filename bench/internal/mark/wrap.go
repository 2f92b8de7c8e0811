package mark

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/harness/wrap"
)

// wrapping is how long wrap takes for a budget of points of a migration, and what it adds to each run of the program itself.
var wrapping = Benchmark{Name: "wrap", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	srv, err := lab.Server(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := exec.LookPath("psql"); err != nil {
		return nil, &MissingError{What: "psql", Err: err}
	}
	folder, err := os.MkdirTemp("", "pgfault-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	file := filepath.Join(folder, "migration.sql")
	if err := os.WriteFile(file, []byte(migration()), 0o600); err != nil {
		return nil, err
	}
	cfg := wrap.Config{
		Command: wrap.Command{Argv: []string{"psql", "-q", "-d", "{DSN}", "-v", "ON_ERROR_STOP=1", "-f", file}}, Server: srv,
		Budget: wrap.Budget{Points: wrapped}, Rerun: 1, Seed: lab.Seed,
	}
	all, err := wrapOnce(ctx, cfg)
	if err != nil {
		return nil, err
	}
	cfg.Faults = []string{"reset"} // nothing waits
	cut, err := wrapOnce(ctx, cfg)
	if err != nil {
		return nil, err
	}
	byHand := time.Now()
	if err := peer.RunProgram(ctx, srv, cfg.Command.Argv, cut.points, (cut.runs+cut.points-1)/cut.points, runtime.GOMAXPROCS(0)); err != nil {
		return nil, err
	}
	alone := time.Since(byHand)
	own := cut.program / float64(cut.runs)
	added := (cut.took - alone).Seconds() * 1000 * float64(runtime.GOMAXPROCS(0)) / float64(cut.points)
	each := func(t time.Duration, points int) float64 { return t.Seconds() * 1000 / float64(points) }
	return []Row{
		ours("a point of a migration that wrap breaks, all faults", "ms", each(all.took, all.points)).
			beside("the program by hand", each(alone, cut.points), each(all.took, all.points)/each(alone, cut.points)).
			atMostTimes(wrapTimes).
			note("%d points in %.1f s, %d at a time, of %.0f ms each without a fault", all.points, all.took.Seconds(), runtime.GOMAXPROCS(0), all.clean.Seconds()*1000),
		ours("the same, a reset at each", "ms", each(cut.took, cut.points)).
			beside("the program by hand", each(alone, cut.points), cut.took.Seconds()/alone.Seconds()).
			atMostTimes(wrapTimes).
			note("wrap adds %.0f ms of a processor to a new database, %.1f runs of %.0f ms in it, and its end", added, float64(cut.runs)/float64(cut.points), own),
	}, nil
}}

// wrapTimes is how much longer a point may take than the program's runs themselves, straight at the server, in a new database.
const wrapTimes = 1.5

// wrapped is how many points are broken.
const wrapped = 200

// migration is a transaction of some thirty statements.
func migration() string {
	var b strings.Builder
	b.WriteString("BEGIN;\nCREATE TABLE IF NOT EXISTS t (n int PRIMARY KEY);\n")
	for i := range 30 {
		fmt.Fprintf(&b, "INSERT INTO t VALUES (%d) ON CONFLICT DO NOTHING;\n", i)
	}
	b.WriteString("COMMIT;\n")
	return b.String()
}

// wrappedRun is what a run of wrap took.
type wrappedRun struct {
	took, clean  time.Duration
	points, runs int
	program      float64 // the time of all runs of the program, in ms
}

func wrapOnce(ctx context.Context, cfg wrap.Config) (r wrappedRun, err error) {
	w, err := wrap.Learn(ctx, cfg)
	defer func() { err = errors.Join(err, w.Close(context.WithoutCancel(ctx))) }()
	if err != nil {
		return r, err
	}
	start := time.Now()
	report, err := w.Run(ctx, wrap.Watch{})
	r.took, r.clean, r.points = time.Since(start), w.Learnt().Took, len(report.Results)
	for _, result := range report.Results {
		for _, run := range result.Program.Runs {
			r.runs++
			r.program += run.TookMS
		}
	}
	return r, err
}
