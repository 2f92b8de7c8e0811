package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/shimcheck"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios"
)

func (a *app) shimCheckCommand() *cobra.Command {
	o := &runOptions{}
	cmd := &cobra.Command{
		Use:     "check -- SHIM…",
		Short:   "Try a shim on a real server, and say what is left to do",
		Example: "  pgfault shim check -- python3 my_shim.py\n  pgfault shim check --target language:python",
		Long: "check tries each operation of the protocol (docs/shim.md), and each capability, report and trait that the shim declares.\n" +
			"It names unknown words and missing answers, and ends with what would be judged. It exits with 1 where something is left to do.",
		RunE: func(cmd *cobra.Command, args []string) error {
			named := cmd.Flags().Changed("target")
			if dash := cmd.ArgsLenAtDash(); !named && (dash != 0 || len(args) == 0) {
				return usage("no shim; it is %s -- ./my-shim", cmd.CommandPath())
			}
			if named && len(args) > 0 {
				return usage("--target and a shim after -- exclude each other")
			}
			o.shim = args
			return a.eachTarget(cmd.Context(), o, a.shimCheck)
		},
	}
	o.registerServer(cmd)
	cmd.Flags().StringVar(&o.target, "target", "", "try the shims of clients instead, as --target of run names them")
	cmd.Flags().BoolVar(&o.direct, "direct", false, "by what is installed here, not in their images")
	return cmd
}

func (a *app) shimCheck(ctx context.Context, o *runOptions) (err error) {
	tgt, err := a.chooseTarget(ctx, o)
	if err != nil {
		return err
	}
	cfg, err := postgres.Config{Provider: o.postgres}.OrEnvironment()
	if err != nil {
		return usage("%w", err)
	}
	if len(o.pgVersions) > 0 {
		cfg.Version = o.pgVersions[0]
	}
	srv, err := postgres.Start(ctx, cfg)
	if err != nil {
		return harnessFailure(err)
	}
	p := &plan{servers: []server{{Server: srv}}}
	defer func() {
		if closeErr := p.close(ctx); closeErr != nil && err == nil {
			err = harnessFailure(closeErr)
		}
	}()
	rig, err := harness.Open(ctx, srv)
	if err != nil {
		return harnessFailure(err)
	}
	defer func() { _ = rig.Close(context.WithoutCancel(ctx)) }() // the server goes with it
	got, err := shimcheck.Run(ctx, tgt, rig, scenarios.All())
	if err != nil {
		return harnessFailure(err)
	}
	if _, err := fmt.Fprint(a.stdout, renderShimCheck(got, srv.Version())); err != nil {
		return harnessFailure(fmt.Errorf("write check: %w", err))
	}
	if got.ToDo() > 0 {
		return &exitError{code: exitMismatch}
	}
	return nil
}

// renderShimCheck writes a check as a numbered list of what is left to do.
func renderShimCheck(r shimcheck.Report, version string) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		for i, arg := range args {
			if text, ok := arg.(string); ok {
				args[i] = report.Escape(text)
			}
		}
		fmt.Fprintf(&b, format+"\n", args...)
	}
	line("%s on PostgreSQL %s", strings.TrimSpace(r.Hello.Name+" "+r.Hello.Version), version)
	for i, item := range r.Items {
		switch {
		case item.Skipped != "":
			line("%2d  -      %s: %s", i+1, item.What, item.Skipped)
		case len(item.Problems) > 0:
			line("%2d  to do  %s", i+1, item.What)
		default:
			line("%2d  ok     %s", i+1, item.What)
		}
		for _, problem := range item.Problems {
			line("             - %s", problem)
		}
		for _, note := range item.Notes {
			line("             (%s)", note)
		}
	}
	renderCoverage(r, line)
	return b.String()
}

// renderCoverage says what would be judged, and what not.
func renderCoverage(r shimcheck.Report, line func(string, ...any)) {
	if n := r.ToDo(); n > 0 {
		line("%d of %d are left to do", n, len(r.Items))
	} else {
		line("nothing is left to do")
	}
	c := r.Coverage
	if c.Scenarios == 0 {
		return
	}
	line("it would be asked %d of %d scenarios", c.Asked, c.Scenarios)
	for _, m := range c.Missing {
		line("  %d need %s, which it does not declare", m.Scenarios, string(m.Capability))
	}
	line("safety is judged in all of them; beside that what it says: %s", reportList(c.Said))
	if len(c.Unsaid) > 0 {
		line("neutral, since it does not say it: %s", reportList(c.Unsaid))
	}
}

func reportList(reports []target.Report) string {
	if len(reports) == 0 {
		return "nothing"
	}
	words := make([]string, len(reports))
	for i, r := range reports {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}
