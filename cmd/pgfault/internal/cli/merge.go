package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/report"
)

// mergeOptions are the flags of merge.
type mergeOptions struct {
	output             string
	strict, failOnSkip bool
}

func (a *app) mergeCommand() *cobra.Command {
	o := &mergeOptions{}
	cmd := &cobra.Command{
		Use:     "merge DIR… -o DIR",
		Short:   "Make one run of all its shards, with the evidence of each",
		Example: "  pgfault merge shards/1 shards/2 shards/3 -o merged; pgfault report merged -o report.html",
		Long: "merge reads the folders of all shards of a run (--shard), and writes a folder as one machine would have left it. It refuses\n" +
			"shards of different catalogues, selections, seeds or targets, a shard that is missing, is there twice or did not come to its\n" +
			"end, and a union that is not the selection. It ends with the exit code of the whole run.",
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return usage("merge needs the folders of all shards of a run")
			case o.output == "":
				return usage("merge needs -o DIR, the folder to write")
			}
			return a.merge(args, o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.output, "output", "o", "", "the folder to write; it must not be there yet")
	f.BoolVar(&o.strict, "strict", false, "weak is red")
	f.BoolVar(&o.failOnSkip, "fail-on-skip", false, "skipped is red")
	return cmd
}

func (a *app) merge(folders []string, o *mergeOptions) error {
	var records []report.Record
	for _, folder := range folders {
		rec, err := readRecord(filepath.Join(folder, "results.jsonl"))
		if err != nil {
			return err
		}
		records = append(records, rec)
	}
	merged, err := report.Merge(folders, records)
	if err != nil {
		return usage("merge: %w", err)
	}
	var total engine.Report
	for _, l := range merged.Results {
		total.Results = append(total.Results, l.Result)
	}
	total.Counts = merged.Summary.Counts
	merged.Summary.ExitCode = total.ExitCode(o.strict, o.failOnSkip)
	merged.Summary.Path = filepath.Join(o.output, "results.jsonl")
	if err := os.Mkdir(o.output, 0o755); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return usage("%s is there already; name another folder", o.output)
		}
		return usage("make folder: %w", err)
	}
	if err := writeMerged(o.output, folders, records, merged); err != nil {
		return harnessFailure(err)
	}
	for _, line := range report.Footer(*merged.Summary) {
		if _, err := fmt.Fprintln(a.stdout, line); err != nil {
			return printed(err)
		}
	}
	if merged.Summary.ExitCode != 0 {
		return &exitError{code: merged.Summary.ExitCode}
	}
	return nil
}

// writeMerged writes the folder of a merged run.
func writeMerged(to string, folders []string, records []report.Record, merged report.Record) (err error) {
	for i, rec := range records {
		for _, l := range rec.Results {
			if err := copyArtifacts(folders[i], to, l); err != nil {
				return err
			}
		}
	}
	file, err := os.Create(filepath.Join(to, "results.jsonl"))
	if err != nil {
		return fmt.Errorf("write merged results: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := report.NewRecord(file)
	errs := []error{out.Run(merged.Run)}
	for _, l := range merged.Results {
		errs = append(errs, out.Result(l))
	}
	return errors.Join(append(errs, out.Summary(*merged.Summary))...)
}
