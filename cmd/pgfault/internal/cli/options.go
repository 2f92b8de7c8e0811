package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/postgres"
)

// runOptions are the flags of run.
type runOptions struct {
	postgres   string
	pgVersions []string
	lcMessages string
	target     string
	direct     bool
	expect     string

	attach    attachOptions
	parallel  parallel
	repeat    int
	untilFail bool
	seed      int64
	seedGiven bool
	timeout   time.Duration
	shard     string
	timings   string
	exitZero  bool
	resume    string

	strict     bool
	failOnSkip bool
	keepAll    bool
	maxFail    int

	out      string
	format   string
	junit    string
	htmlFile string
	open     bool
	noColor  bool

	// What follows is no flag.
	selectors []string
	shim      []string
}

// registerServer registers the flags that say where PostgreSQL comes from, which doctor has too.
func (o *runOptions) registerServer(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.postgres, "postgres", "auto", "where PostgreSQL comes from: auto, container, native, or a superuser's DSN (else by "+postgres.EnvProvider+")")
	f.StringSliceVar(&o.pgVersions, "pg-version", nil, "major versions of PostgreSQL to run on, as 15,17 (else by "+postgres.EnvVersion+"; default the newest there is)")
}

// registerCommon registers the flags that sweep has too.
func (o *runOptions) registerCommon(cmd *cobra.Command) {
	o.registerServer(cmd)
	f := cmd.Flags()
	f.StringVar(&o.lcMessages, "lc-messages", "", "locale of the server's messages, as ko_KR.UTF-8 (default C)")
	f.StringVar(&o.target, "target", "reference", "who is tested, without a shim: reference, pgx or pgx-stdlib, or clients of pgfault targets: a,b or language:python or all")
	f.BoolVar(&o.direct, "direct", false, "run clients by what is installed here, not in their images")
	_ = cmd.RegisterFlagCompletionFunc("target", completeTargets) // it fails for a flag that is not there
	o.attach.register(cmd)
	f.Var(&o.parallel, "parallel", "how many to run at the same time; auto is two for each CPU")
	f.Int64Var(&o.seed, "seed", 0, "seed of everything random (default a new one)")
	f.IntVar(&o.maxFail, "max-fail", 0, "end the run after this many failures (default 0, never)")
	f.BoolVar(&o.strict, "strict", false, "weak is red")
	f.StringVar(&o.out, "out", "results", "folder for reports; each run makes one of its own in it")
	f.StringVar(&o.format, "format", "", "pretty, plain or jsonl (default pretty on a terminal, else plain)")
	f.StringVar(&o.junit, "junit", "", "also write JUnit XML to this file")
	o.registerPage(cmd)
	f.BoolVar(&o.noColor, "no-color", false, "no colour, as with NO_COLOR set")
}

func (o *runOptions) register(cmd *cobra.Command) {
	o.registerCommon(cmd)
	f := cmd.Flags()
	f.StringVar(&o.expect, "expect", "", "YAML file of declared deviations")
	f.IntVar(&o.repeat, "repeat", 1, "how often to run each scenario")
	f.BoolVar(&o.untilFail, "until-fail", false, "repeat until something fails")
	f.DurationVar(&o.timeout, "timeout", 20*time.Second, "limit for one scenario")
	f.StringVar(&o.shard, "shard", "", "run part I of N, as 1/3, or auto/3 for the part that an orchestrator tells; pgfault merge makes one of all")
	f.BoolVar(&o.exitZero, "exit-zero", false, "end with 0 where something is red or undecided: for a shard, of which merge tells")
	f.StringVar(&o.timings, "timings", "", "the results.jsonl of an earlier run, by whose times the shards are made as long as each other")
	f.StringVar(&o.resume, "resume", "", "as --resume=DIR, go on with the run in a folder: run what is not decided there, and keep the rest; alone, leave\nout what the runs in the folder of --out have decided")
	f.Lookup("resume").NoOptDefVal = resumeOut
	f.BoolVar(&o.failOnSkip, "fail-on-skip", false, "skipped is red")
	f.BoolVar(&o.keepAll, "keep-all", false, "keep the conversation and the logs of what passes too: to look at, and for pgfault replay")
}

// complete takes the arguments apart, and checks what can be checked before anything is started.
func (o *runOptions) complete(cmd *cobra.Command, args []string) error {
	o.selectors = args
	if dash := cmd.ArgsLenAtDash(); dash >= 0 {
		o.selectors, o.shim = args[:dash], args[dash:]
		if len(o.shim) == 0 {
			return usage("no command after --; it is %s -- ./my-shim", cmd.CommandPath())
		}
		if cmd.Flags().Changed("target") {
			return usage("--target and a shim after -- exclude each other")
		}
	}
	if err := o.completeAttach(cmd); err != nil {
		return err
	}
	if o.seedGiven = cmd.Flags().Changed("seed"); !o.seedGiven {
		o.seed = time.Now().UnixNano() & 0x7fffffff
	}
	switch {
	case o.repeat < 1:
		return usage("--repeat must be 1 or more")
	case o.maxFail < 0:
		return usage("--max-fail must be 1 or more, or 0 for no limit")
	case o.timeout <= 0:
		return usage("--timeout must be more than 0, as 20s")
	}
	switch o.format {
	case "", "pretty", "plain", "jsonl":
	default:
		return usage("unknown format %q; take pretty, plain or jsonl", o.format)
	}
	return o.heedEnvironment(cmd.Flags().Changed)
}

// registerPage adds the flags of the page of a run.
func (o *runOptions) registerPage(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.htmlFile, "html", "", "also write the results as one HTML file, as pgfault report does")
	f.BoolVar(&o.open, "open", false, "open that file in the browser when the run has ended; without --html it is in the run's folder")
}
