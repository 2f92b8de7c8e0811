package cli

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

func (a *app) judgeCommand() *cobra.Command {
	o := &runOptions{}
	cmd := &cobra.Command{
		Use:     "judge FILE",
		Short:   "Judge the results of a run again, without running anything",
		Example: "  pgfault judge results/latest/results.jsonl",
		Long: "judge reads a results.jsonl, which holds what was seen of each scenario, and gives the verdicts that this version of\n" +
			"pgfault comes to. It says where one differs from the verdict that is stored.",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("judge needs one results.jsonl of a run, as results/latest/results.jsonl")
			}
			return a.judge(o, args[0])
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.strict, "strict", false, "weak is red")
	f.BoolVar(&o.failOnSkip, "fail-on-skip", false, "skipped and not_met are red")
	f.StringVar(&o.format, "format", "", "pretty, plain or jsonl (default pretty on a terminal, else plain)")
	f.BoolVar(&o.noColor, "no-color", false, "no colour, as with NO_COLOR set")
	return cmd
}

// judge judges what a file holds, and shows it as a run is shown.
func (a *app) judge(o *runOptions, path string) (err error) {
	rec, err := readRecord(path)
	if err != nil {
		return err
	}
	out := a.screen(o)
	defer func() { err = errors.Join(err, out.Close()) }()
	run := rec.Run
	run.Format = report.FormatVersion
	if err := out.Run(run); err != nil {
		return harnessFailure(fmt.Errorf("write report: %w", err))
	}
	var lines []report.Line
	total, differ := engine.Report{Counts: map[verdict.Outcome]int{}}, 0
	for _, line := range rec.Results {
		was := line.Outcome
		line.Result = verdict.Again(line.Result, rec.Run.Target)
		if line.Outcome != was {
			differ++
			line.Reason = fmt.Sprintf("stored as %s; %s", was, line.Reason)
		}
		lines = append(lines, line)
		total.Results = append(total.Results, line.Result)
		total.Counts[line.Outcome]++
		if err := out.Result(line); err != nil {
			return harnessFailure(fmt.Errorf("write report: %w", err))
		}
	}
	summary := report.Summary{
		Type: "summary", Counts: total.Counts, Total: len(total.Results), ExitCode: total.ExitCode(o.strict, o.failOnSkip),
		Seed: rec.Run.Seed, Path: path,
	}
	summary.Conclude(run, lines)
	if err := out.Summary(summary); err != nil {
		return harnessFailure(fmt.Errorf("write report: %w", err))
	}
	if differ > 0 {
		_, _ = fmt.Fprintf(a.stderr, "pgfault: %d of %d verdicts differ from those in %s\n", differ, len(total.Results), report.Escape(filepath.Base(path)))
	}
	if summary.ExitCode != 0 {
		return &exitError{code: summary.ExitCode}
	}
	return nil
}
