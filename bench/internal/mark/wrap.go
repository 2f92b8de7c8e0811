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
		Command: wrap.Command{Argv: []string{"psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", file}}, Server: srv,
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
	own := cut.program / float64(cut.runs)
	added := cut.took.Seconds()*1000*float64(runtime.GOMAXPROCS(0))/float64(cut.points) - own*float64(cut.runs)/float64(cut.points)
	return []Row{
		ours("points of a migration that wrap breaks, all faults", "s", all.took.Seconds()).
			atMost(20).
			note("%d points, %d at a time, of %.0f ms each without a fault", all.points, runtime.GOMAXPROCS(0), all.clean.Seconds()*1000),
		ours("what wrap adds to a point, a reset at each", "ms", added).
			atMost(30).
			note("beside %.0f ms of the program itself, in %d runs for %d points", own, cut.runs, cut.points),
	}, nil
}}

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
