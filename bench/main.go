// Command bench measures the rig and the layer beside their peers, in turn in one run, and prints ours, theirs, the
// ratio, and whether what the project promises holds.
//
//	go run ./bench [-run NAME,…] [-seconds N] [-postgres PROVIDER] [-seed N] [-json FILE] [-check]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/pgfault/pgfault/bench/internal/mark"
)

func main() { os.Exit(exitCode(os.Args[1:])) }

func exitCode(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, args, os.Stdout, os.Stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	}
	fmt.Fprintln(os.Stderr, "bench:", err)
	return 1
}

var (
	// errUsage says that the command line is wrong; what is wrong was said.
	errUsage = errors.New("usage")
	// errBroken says that a promise does not hold.
	errBroken = errors.New("a promise does not hold")
)

type options struct {
	run      string
	json     string
	provider string
	seconds  float64
	seed     int64
	check    bool
}

func run(ctx context.Context, args []string, out, log io.Writer) (err error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(log)
	flags.StringVar(&o.run, "run", "", "`names` of the benchmarks to run, with commas between: "+strings.Join(names(mark.All()), ", ")+" (default all)")
	flags.Float64Var(&o.seconds, "seconds", 4, "time for a comparison")
	flags.StringVar(&o.provider, "postgres", "native", "where the server comes from: auto, container, native or a DSN")
	flags.Int64Var(&o.seed, "seed", 1, "seed of all that is random")
	flags.StringVar(&o.json, "json", "", "`file` for the lines as JSON")
	flags.BoolVar(&o.check, "check", false, "exit with 1 where a promise does not hold")
	if err := flags.Parse(args); err != nil {
		return errors.Join(errUsage, err)
	}
	chosen, err := choose(mark.All(), o.run)
	if err != nil || flags.NArg() > 0 {
		fmt.Fprintln(log, "bench:", errors.Join(err, unexpected(flags.Args())))
		return errUsage
	}

	lab := &mark.Lab{Budget: time.Duration(o.seconds * float64(time.Second)), Provider: o.provider, Seed: o.seed}
	before := load()
	rows, err := measure(ctx, lab, chosen, log)
	err = errors.Join(err, lab.Close(context.WithoutCancel(ctx)), mark.WriteTable(out, rows))
	fmt.Fprintf(out, "\n%d CPUs, %s; load before %s, after %s: with others at work, believe the ratios\n", runtime.NumCPU(), runtime.Version(), before, load())
	if o.json != "" {
		err = errors.Join(err, writeJSON(o.json, rows))
	}
	if o.check && broken(rows) {
		err = errors.Join(err, errBroken)
	}
	return err
}

// measure runs the benchmarks one after the other. What can't be had here is a line that says so.
func measure(ctx context.Context, lab *mark.Lab, chosen []mark.Benchmark, log io.Writer) ([]mark.Row, error) {
	var all []mark.Row
	for _, b := range chosen {
		start := time.Now()
		fmt.Fprintf(log, "%s …", b.Name)
		rows, err := b.Run(ctx, lab)
		fmt.Fprintf(log, " %.1f s\n", time.Since(start).Seconds())
		if missing, ok := errors.AsType[*mark.MissingError](err); ok {
			rows, err = []mark.Row{mark.Missing(b, missing)}, nil
		}
		if err != nil {
			return all, fmt.Errorf("run %s: %w", b.Name, err)
		}
		for _, r := range rows {
			r.Benchmark = b.Name
			all = append(all, r)
		}
	}
	return all, nil
}

// load is the load average of the last minute, where the system tells it.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}

func broken(rows []mark.Row) bool {
	for _, r := range rows {
		if r.Broken() {
			return true
		}
	}
	return false
}
