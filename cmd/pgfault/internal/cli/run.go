package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

func (a *app) runCommand() *cobra.Command {
	o := &runOptions{}
	cmd := &cobra.Command{
		Use:   "run [SELECTOR…] [-- SHIM…]",
		Short: "Run scenarios against the reference target, or against a shim of your own",
		Example: "  pgfault run\n  pgfault run network/close-mid-row commit\n  pgfault run 'network/*' --postgres native\n" +
			"  pgfault run ./my-scenario.yaml\n  pgfault run -- python3 my_shim.py\n" +
			"  pgfault run commit --target psycopg2,asyncpg\n  pgfault run --target language:python",
		Long: "run runs scenarios: those of the catalogue, by id, family or pattern, and YAML files. What can be broken, and where, is\n" +
			"said by pgfault list --faults; a file to begin with is written by pgfault new my/outage --yaml.",
		ValidArgsFunction: completeScenarios,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.complete(cmd, args); err != nil {
				return err
			}
			return a.eachTarget(cmd.Context(), o, a.run)
		},
	}
	o.register(cmd)
	return cmd
}

// plan is a run that has everything it needs.
type plan struct {
	o *runOptions
	selection
	target     target.Target
	hello      target.Hello
	deviations verdict.Deviations
	servers    []server
	parallel   int // how many at a time
	whole      *report.Selection
	resumed    *resumed
}

func (a *app) run(ctx context.Context, o *runOptions) (err error) {
	p, err := a.plan(ctx, o)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := p.close(ctx); closeErr != nil && err == nil {
			err = harnessFailure(closeErr)
		}
	}()
	if len(p.scenarios) == 0 { // an empty shard, or one that had come to its end
		return a.runJob(ctx, p, job{screen: a.screen(o), work: nothingToDo, describe: a.describe})
	}
	if err := p.start(ctx); err != nil {
		if interrupted(ctx) {
			return &exitError{code: exitInterrupted, err: errInterrupted}
		}
		return err
	}
	if err := p.resumed.sameTarget(p); err != nil {
		return err
	}
	if o.resume == resumeOut {
		if err := p.resume(); err != nil {
			return err
		}
		if len(p.scenarios) == 0 {
			_, err := fmt.Fprintf(a.stdout, "%s %s: all is decided, in %s\n", report.Escape(p.hello.Name), report.Escape(p.hello.Version), report.Escape(o.out))
			return printed(err)
		}
	}
	repeat := o.repeat
	if o.untilFail && repeat == 1 {
		repeat = engine.Endless
	}
	if err := a.fit(p, func(srv *postgres.Server) (engine.Room, error) { return engine.FindRoom(ctx, srv, p.scenarios, repeat) }); err != nil {
		return err
	}
	return a.runJob(ctx, p, job{screen: a.screen(o), work: a.engine, describe: a.describe})
}

// plan resolves what the flags name. Nothing is started.
func (a *app) plan(ctx context.Context, o *runOptions) (*plan, error) {
	selected, err := selectScenarios(o.selectors)
	if err != nil {
		return nil, err
	}
	whole, err := digest(selected.scenarios)
	if err != nil {
		return nil, err
	}
	if selected.scenarios, err = o.takeShard(selected.scenarios); err != nil {
		return nil, err
	}
	resumed, err := o.goOn(whole, &selected)
	if err != nil {
		return nil, err
	}
	tgt, err := a.chooseTarget(ctx, o)
	if err != nil {
		return nil, err
	}
	declared, err := o.deviations(tgt, selected.scenarios)
	if err != nil {
		return nil, err
	}
	return &plan{o: o, selection: selected, target: tgt, deviations: declared, whole: whole, resumed: resumed}, nil
}

// job is what a command does with its plan.
type job struct {
	// screen is the rendering on stdout.
	screen report.Renderer
	// describe is the first line of the report.
	describe func(p *plan, started time.Time) report.Run
	// work does what there is to do on each server, and joins the reports. Its out is the run's folder.
	work func(ctx context.Context, p *plan, rec *recorder, out string) (engine.Report, error)
}

// runJob does a job, and writes the report.
func (a *app) runJob(ctx context.Context, p *plan, j job) error {
	started := time.Now()
	folder, err := report.NewFolder(p.o.out, started)
	if errors.Is(err, report.ErrLatest) {
		return usage("%w", err)
	}
	if err != nil {
		return harnessFailure(err)
	}
	out, err := openOutputs(p.o, folder, j.screen, a.stdout)
	if err != nil {
		return harnessFailure(err)
	}
	rec := &recorder{to: out, strict: p.o.strict, failOnSkip: p.o.failOnSkip, maxFail: p.o.maxFail, stop: make(chan struct{})}
	run := j.describe(p, started)
	rec.keep(out.Run(run))
	rec.keep(p.resumed.into(rec, folder.Path))
	total, err := j.work(ctx, p, rec, folder.Path)
	total = p.resumed.joined(total)
	summary := report.Summary{
		Type: "summary", Counts: total.Counts, Total: len(rec.lines), Planned: run.Planned(), Interrupted: interrupted(ctx),
		ExitCode:   total.ExitCode(p.o.strict, p.o.failOnSkip),
		DurationMS: float64(time.Since(started).Microseconds()) / 1000,
		Seed:       p.o.seed, Path: folder.Results(), Failures: rec.failures,
	}
	switch {
	case summary.Interrupted:
		summary.ExitCode = exitInterrupted
	case err == nil && p.o.shard != "" && summary.Total == 0: // there are more shards than scenarios, for which nobody is to blame
		summary.ExitCode = 0
	case err != nil:
		summary.ExitCode, summary.Error = exitHarness, err.Error()
	case rec.stopped():
		summary.MaxFail = p.o.maxFail
	}
	summary.Conclude(run, rec.lines)
	rec.keep(out.Summary(summary))
	rec.keep(out.Close())
	rec.keep(a.html(ctx, p.o, folder))
	switch {
	case summary.Interrupted: // where a terminal was closed, nothing can be written to it
		return &exitError{code: exitInterrupted}
	case summary.Error != "":
		return harnessFailure(err)
	case rec.err != nil:
		return harnessFailure(fmt.Errorf("write report: %w", rec.err))
	case p.o.exitZero && (summary.ExitCode == exitMismatch || summary.ExitCode == exitUndecided):
	case summary.ExitCode != 0:
		return &exitError{code: summary.ExitCode}
	}
	return nil
}

// engine runs the scenarios on one server after the other.
func (a *app) engine(ctx context.Context, p *plan, rec *recorder, out string) (engine.Report, error) {
	reproduce := func(line report.Line, major string) string { return a.reproduce(p, line, major) }
	return inTurn(p, rec, reproduce, func(i int) (engine.Report, error) {
		return engine.Run(ctx, engine.Config{
			Scenarios: p.scenarios, Target: p.target, Server: p.servers[i].Server,
			Parallel: p.parallel, Repeat: p.o.repeat, UntilFail: p.o.untilFail, Seed: p.o.seed, Timeout: p.o.timeout,
			Expect: p.deviations, OnStart: rec.started, OnResult: rec.result, Stop: rec.stop, Out: out, KeepAll: p.o.keepAll,
		})
	})
}

// inTurn runs something on one server of the plan after the other, by its index, and joins the reports.
func inTurn(p *plan, rec *recorder, reproduce func(line report.Line, major string) string, run func(i int) (engine.Report, error)) (engine.Report, error) {
	total := engine.Report{Counts: map[verdict.Outcome]int{}}
	for i, srv := range p.servers {
		if len(p.servers) > 1 {
			rec.server = srv.Version()
		}
		rec.reproduce = func(line report.Line) string { return reproduce(line, srv.asked) }
		got, err := run(i)
		total.Results = append(total.Results, got.Results...)
		for outcome, n := range got.Counts {
			total.Counts[outcome] += n
		}
		total.Interrupted = total.Interrupted || got.Interrupted
		if err != nil || got.Interrupted || rec.stopped() {
			return total, err
		}
	}
	return total, nil
}

// describe is the first line of the report.
func (a *app) describe(p *plan, started time.Time) report.Run {
	run := report.Run{
		Type: "run", Format: report.FormatVersion, Started: started, Command: redact(a.argv),
		Seed: p.o.seed, Parallel: p.parallel, Repeat: p.o.repeat, Scenarios: len(p.scenarios) + p.resumed.count(),
		Selection: p.whole, Shard: p.o.shard, Target: p.hello, Versions: report.BuildVersions(), Machine: report.ThisMachine(),
	}
	if p.o.untilFail && p.o.repeat == 1 {
		run.Repeat = 0
	}
	if p.whole != nil && len(p.scenarios) == 0 { // nobody was asked
		run.Target, run.Servers = p.resumed.whom(p.target.Name())
	}
	for _, srv := range p.servers {
		run.Servers = append(run.Servers, report.Server{Provider: srv.Provider(), Version: srv.Version(), Why: srv.Why()})
	}
	var ids []string
	for _, s := range p.scenarios {
		ids = append(ids, s.ID)
	}
	run.NameColumns = run.NameColumnsOf(ids)
	return run
}
