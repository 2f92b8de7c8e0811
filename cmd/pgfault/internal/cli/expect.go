package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// latest is the report of the last run.
const latest = "results/latest/results.jsonl"

func (a *app) expectCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "expect",
		Short: "Work on a file of declared deviations, as --expect of run takes it",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.expectUpdateCommand())
	return cmd
}

func (a *app) expectUpdateCommand() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:     "update [RESULTS]",
		Short:   "Write or renew a file of declared deviations by what a run has found",
		Example: "  pgfault expect update --expect my-client.yaml\n  pgfault expect update --expect my-client.yaml results/latest/results.jsonl",
		Long: "update gives each cause that the run has found an entry with the scenarios that it was found in, and drops what was not\n" +
			"found any more. Comments, reasons and references stay, and what the run says nothing of: scenarios that were not run, and\n" +
			"deviations of other versions of the client. Each new entry waits for its reason. RESULTS is " + latest + " by default.",
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return usage("update takes one results.jsonl of a run")
			case file == "":
				return usage("no file of deviations; give --expect FILE")
			case len(args) == 0:
				args = []string{latest}
			}
			return a.expectUpdate(file, args[0])
		},
	}
	cmd.Flags().StringVar(&file, "expect", "", "YAML file of declared deviations; made where there is none")
	return cmd
}

func (a *app) expectUpdate(file, results string) error {
	rec, err := readRecord(results)
	if err != nil {
		return err
	}
	was, err := readBounded(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return usage("bad --expect: %w", err)
	}
	all := make([]verdict.Result, len(rec.Results))
	for i, line := range rec.Results {
		all[i] = line.Result
	}
	renewed, err := verdict.RenewDeviations(was, all, rec.Run.Target.Version)
	if err != nil {
		return usage("bad --expect: %s: %w", file, err)
	}
	if err := replaceFile(file, renewed.File); err != nil {
		return harnessFailure(err)
	}
	for _, cause := range renewed.Dropped {
		_, _ = fmt.Fprintf(a.stdout, "dropped  %s\n", report.Escape(cause))
	}
	for _, cause := range renewed.Added {
		_, _ = fmt.Fprintf(a.stdout, "new      %s\n", report.Escape(cause))
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %d new, %d dropped\n", report.Escape(file), len(renewed.Added), len(renewed.Dropped))
	if err != nil {
		return harnessFailure(fmt.Errorf("write what was done: %w", err))
	}
	return nil
}

// replaceFile writes a file beside the one that it then takes the place of: what was written by hand is not lost half way.
func replaceFile(path string, data []byte) error {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		if err := os.WriteFile(path, data, 0o644); err != nil { // through a link, as /dev/stdout is one, and never in its place
			return fmt.Errorf("write %s: %w", path, err)
		}
		return nil
	}
	made, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = made.Write(data)
	if err = errors.Join(err, made.Chmod(0o644), made.Close()); err == nil {
		err = os.Rename(made.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(made.Name()))
	}
	return nil
}
