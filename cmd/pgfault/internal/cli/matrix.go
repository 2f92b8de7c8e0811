package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/matrix"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target/clients"
)

// matrixPage is the page that is made of what is stored.
const matrixPage = "docs/matrix.md"

func (a *app) matrixCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "matrix [DIR]",
		Short:   "Store what the runs of clients have found, and write " + matrixPage,
		Example: "  pgfault run --target all --resume --out results/matrix; pgfault matrix results/matrix",
		Long: "matrix reads the runs of clients in a folder, as run --target all --out DIR leaves them: a folder for each client. What it\n" +
			"reads it stores beside the clients in " + clients.Folder + ", and it writes " + matrixPage + " of all that is stored there.",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("matrix takes one folder, as results/matrix")
			}
			all, err := clients.Load(clients.Folder)
			if err != nil {
				return harnessFailure(err)
			}
			if len(all) == 0 {
				return usage("there is no %s here; matrix is for a clone of the repository", clients.Folder)
			}
			if len(args) == 1 {
				if err := a.store(args[0], all); err != nil {
					return err
				}
			}
			stored, err := matrix.Load(clients.Folder, all)
			if err != nil {
				return harnessFailure(err)
			}
			if err := os.WriteFile(matrixPage, []byte(matrix.Page(all, stored)), 0o644); err != nil {
				return harnessFailure(fmt.Errorf("write matrix: %w", err))
			}
			return nil
		},
	}
}

// store stores what is found in a folder of runs.
func (a *app) store(dir string, all []clients.Client) error {
	found := 0
	for _, c := range all {
		runs, err := runsIn(filepath.Join(dir, c.Name))
		if err != nil {
			return err
		}
		if len(runs) == 0 {
			continue
		}
		found++
		s := matrix.Of(runs)
		if err := matrix.Store(clients.Folder, c.Name, s); err != nil {
			return harnessFailure(err)
		}
		if _, err := fmt.Fprintf(a.stdout, "%s %s: %s\n", c.Name, report.Escape(s.Client.Version), s.Grade); err != nil {
			return printed(err)
		}
	}
	if found == 0 {
		return usage("no runs of clients in %s; make some with run --target all --out %s", dir, dir)
	}
	return nil
}

// runsIn are the runs in a folder of one target.
func runsIn(dir string) ([]report.Record, error) {
	files, err := filepath.Glob(filepath.Join(dir, "2*", "results.jsonl"))
	if err != nil {
		return nil, usage("read runs: %w", err)
	}
	slices.Sort(files)
	var runs []report.Record
	for _, file := range files {
		rec, err := readRecord(file)
		if err != nil {
			return nil, err
		}
		if len(rec.Results) > 0 {
			runs = append(runs, rec)
		}
	}
	return runs, nil
}
