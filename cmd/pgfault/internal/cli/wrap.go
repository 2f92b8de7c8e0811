package cli

import (
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wrap"
)

// wrapOptions are the flags of wrap: those of run that mean the same, and its own.
type wrapOptions struct {
	runOptions
	setup      []string
	faults     []string
	budget     string
	all        bool
	point      string
	within     time.Duration
	rerun      int
	idempotent string
	invariant  []string
	truth      []string
	clean      int
	copy       string
	tls        bool
	server     bool
	tests      string
	ready      string
	load       string
	recover    time.Duration

	given map[string]bool // the flags that were given
}

func (a *app) wrapCommand() *cobra.Command {
	o := &wrapOptions{}
	cmd := &cobra.Command{
		Use:   "wrap [flags] -- CMD…",
		Short: "Run any program against a database that breaks, and say what its user would suffer",
		Long: "wrap runs any program, as it is: a migration, a job, a test suite. It learns what the program says to its database and\n" +
			"leaves in it, runs it again with its conversation broken at each point that matters, runs it once more when the fault is\n" +
			"over, as an operator would, and says where that ends in lost, doubled or half-done work, or in no end at all.\n\n" +
			"The program finds its database by DATABASE_URL, by PGHOST and the other variables of libpq, or by {DSN}, {HOST}, {PORT},\n" +
			"{USER}, {PASSWORD} and {DATABASE} in its arguments. Each run has a database of its own.",
		Example: "  pgfault wrap -- psql -v ON_ERROR_STOP=1 -f migration.sql\n" +
			"  pgfault wrap --setup schema.sql -- goose -dir migrations postgres '{DSN}' up\n" +
			"  pgfault wrap --within 5s --budget 2m -- python3 manage.py migrate\n" +
			"  pgfault wrap --point reset:reply:COMMIT:1 -- ./my-job",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.complete(cmd, args); err != nil {
				return err
			}
			return a.wrap(cmd.Context(), o)
		},
	}
	o.register(cmd)
	return cmd
}

func (o *wrapOptions) register(cmd *cobra.Command) {
	o.registerServer(cmd)
	o.repeat, o.timeout = 1, time.Hour
	f := cmd.Flags()
	f.StringArrayVar(&o.setup, "setup", nil, "what prepares the database: SQL, a file of it, or a folder of .sql files; may be given again")
	f.StringSliceVar(&o.faults, "faults", wrap.DefaultFaults(), "the faults; where they are named also restart (the server crashes, and is started again) and failover (its standby takes over)")
	f.StringVar(&o.budget, "budget", strconv.Itoa(wrap.DefaultBudget), "how much is run: so many points, or a time as 10m; those that hurt most come first")
	f.BoolVar(&o.all, "all", false, "run all points")
	f.StringVar(&o.point, "point", "", "run this point only, as it was reported")
	f.DurationVar(&o.within, "within", 0, "how long the program may take, whatever happens; longer is red (default: ten times as long as without a fault, and weak)")
	f.IntVar(&o.rerun, "rerun", wrap.DefaultRerun, "how often the program is run again where it failed, when the fault is over")
	f.StringVar(&o.idempotent, "idempotent", "yes", "yes, or no for a program that must not be run again")
	f.StringArrayVar(&o.invariant, "invariant", nil, "a query that must return no row, while the program runs and after it; may be given again")
	f.StringArrayVar(&o.truth, "truth", nil, "a query whose rows are the state that counts, in place of all that the database holds; may be given again")
	f.IntVar(&o.clean, "clean", wrap.DefaultClean, "how often the program is run without a fault, to learn what differs by itself")
	f.StringVar(&o.copy, "copy", "", "a folder of which each run gets a copy, in which the program is run (default: it is run in this one)")
	f.BoolVar(&o.tls, "tls", false, "give the program TLS, and a way to its database that asks for it (sslmode=verify-full)")
	f.BoolVar(&o.server, "server", false, "give the program a server of its own in each run, on which it may make databases and roles")
	f.StringVar(&o.tests, "tests", "", "a file of JUnit's format in which a test suite says what became of its tests; go test and pytest are told to by themselves")
	f.StringVar(&o.ready, "ready", "", "the program is a service, and ready when this URL answers, or when it writes this text")
	f.StringVar(&o.load, "load", "", "what asks something of the service, as a line of the shell, and exits 0 where it got it")
	f.DurationVar(&o.recover, "recover", wrap.DefaultRecover, "how long the service may take until the load succeeds again, when the fault is over")
	f.Var(&o.parallel, "parallel", "how many to run at the same time; auto is one for each CPU. Those that only wait are not counted")
	f.Int64Var(&o.seed, "seed", 0, "seed of everything random (default a new one)")
	f.StringVar(&o.expect, "expect", "", "YAML file of declared deviations")
	f.IntVar(&o.maxFail, "max-fail", 0, "end the run after this many failures (default 0, never)")
	f.BoolVar(&o.strict, "strict", false, "weak is red")
	f.StringVar(&o.out, "out", "results", "folder for reports; each run makes one of its own in it")
	f.StringVar(&o.format, "format", "", "pretty, plain or jsonl (default pretty on a terminal, else plain)")
	f.StringVar(&o.junit, "junit", "", "also write JUnit XML to this file")
	o.registerPage(cmd)
	f.BoolVar(&o.noColor, "no-color", false, "no colour, as with NO_COLOR set")
}

// complete checks what can be checked before anything is started.
func (o *wrapOptions) complete(cmd *cobra.Command, args []string) error {
	if cmd.ArgsLenAtDash() != 0 || len(args) == 0 {
		return usage("the command stands after --; it is %s -- psql -f migration.sql", cmd.CommandPath())
	}
	o.given = map[string]bool{}
	for _, name := range []string{"faults", "budget", "all"} {
		o.given[name] = cmd.Flags().Changed(name)
	}
	if err := o.runOptions.complete(cmd, args); err != nil {
		return err
	}
	switch {
	case o.within < 0:
		return usage("--within must be more than 0, as 5s")
	case (o.ready == "") != (o.load == ""):
		return usage("--ready and --load belong together: a service is asked when it is ready")
	case o.recover <= 0:
		return usage("--recover must be more than 0, as 20s")
	case o.rerun < 0:
		return usage("--rerun must be 0 or more")
	case o.clean < 2:
		return usage("--clean must be 2 or more: what differs by itself is not known else")
	case o.idempotent != "yes" && o.idempotent != "no":
		return usage("--idempotent is yes or no, not %q", o.idempotent)
	case o.all && o.given["budget"]:
		return usage("--all and --budget exclude each other")
	}
	if _, err := readBudget(o.budget); err != nil {
		return err
	}
	if err := wrap.CheckFaults(o.faults); err != nil {
		return usage("bad --faults: %w", err)
	}
	if o.point != "" {
		if _, err := wrap.ParsePoint(o.point); err != nil {
			return usage("bad --point: %w", err)
		}
	}
	if o.copy != "" {
		if info, err := os.Stat(o.copy); err != nil || !info.IsDir() {
			return usage("bad --copy: %s is no folder", o.copy)
		}
	}
	return nil
}

// readBudget reads a number of points, or a time.
func readBudget(text string) (wrap.Budget, error) {
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return wrap.Budget{Points: n}, nil
	}
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return wrap.Budget{Time: d}, nil
	}
	return wrap.Budget{}, usage("bad --budget %q; it is a number of points, as 200, or a time, as 10m", text)
}

// config is what the flags say.
func (o *wrapOptions) config() (wrap.Config, error) {
	budget, err := readBudget(o.budget)
	if err != nil {
		return wrap.Config{}, err
	}
	cfg := wrap.Config{
		Command: wrap.Command{Argv: o.shim, Copy: o.copy, TLS: o.tls}, Faults: o.faults, Point: o.point, Budget: budget, All: o.all,
		Parallel: int(o.parallel), Seed: o.seed, Within: o.within, Rerun: o.rerun, Once: o.idempotent == "no", Clean: o.clean,
		Invariant: o.invariant, Truth: o.truth, WholeServer: o.server, Tests: o.tests,
	}
	if o.load != "" {
		cfg.Service = &wrap.Service{Ready: o.ready, Load: []string{"/bin/sh", "-c", o.load}, Recover: o.recover}
	}
	for _, what := range o.setup {
		setup, err := wrap.ReadSetup(what)
		if err != nil {
			return cfg, usage("bad --setup: %w", err)
		}
		cfg.Setup = append(cfg.Setup, setup...)
	}
	if o.expect != "" {
		data, err := readBounded(o.expect)
		if err != nil {
			return cfg, usage("bad --expect: %w", err)
		}
		if cfg.Expect, err = verdict.LoadDeviations(data); err != nil {
			return cfg, usage("bad --expect: %s: %w", o.expect, err)
		}
	}
	return cfg, nil
}

// wrap learns the program on each server, and runs its points.
func (a *app) wrap(ctx context.Context, o *wrapOptions) (err error) {
	cfg, err := o.config()
	if err != nil {
		return err
	}
	if err := engine.CheckOpenFiles(); err != nil {
		return harnessFailure(err)
	}
	wrap.EndOrphans()
	if !o.open {
		wrap.Adopt() // what is opened stays, and is a child of ours too
	}
	p := &plan{o: &o.runOptions}
	w := &wrapping{app: a, o: o}
	defer func() {
		if closeErr := errors.Join(w.close(ctx), p.close(ctx)); closeErr != nil && err == nil {
			err = harnessFailure(closeErr)
		}
	}()
	err = p.startServers(ctx)
	if err == nil {
		err = w.learn(ctx, p, cfg)
	}
	var program *wrap.ProgramError
	var setup *wrap.SetupError
	switch {
	case err != nil && interrupted(ctx):
		return &exitError{code: exitInterrupted, err: errInterrupted}
	case errors.Is(err, wrap.ErrNoPoint):
		return usage("bad --point: %w; the points are listed by a run without it", err)
	case errors.As(err, &program), errors.As(err, &setup):
		return usage("%s: %w", strings.Join(redact(o.shim), " "), err)
	case err != nil:
		return harnessFailure(err)
	case slices.IndexFunc(w.wraps, func(w *wrap.Wrap) bool { return len(w.Points()) > 0 }) < 0:
		return &exitError{code: exitNothing, err: errors.New("the program says nothing to its database that these faults could break")}
	}
	return a.runJob(ctx, p, job{screen: newWrapScreen(a, w), describe: w.describe, work: w.work})
}
