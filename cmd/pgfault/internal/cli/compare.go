package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report"
)

// The markers in a document that a score stands between.
const (
	scoreBegin = "<!-- score -->\n"
	scoreEnd   = "<!-- /score -->\n"
)

func (a *app) compareCommand() *cobra.Command {
	var into string
	cmd := &cobra.Command{
		Use:     "compare FILE…",
		Short:   "Show the scores of runs beside each other, by family",
		Example: "  pgfault compare results/latest/results.jsonl other/results.jsonl",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("compare needs the results.jsonl of a run, as results/latest/results.jsonl")
			}
			var records []report.Record
			for _, path := range args {
				rec, err := readRecord(path)
				if err != nil {
					return err
				}
				records = append(records, rec)
			}
			score := report.Score(records) + madeWith(records)
			if into != "" {
				return putBetween(into, score)
			}
			_, err := fmt.Fprint(a.stdout, score)
			return printed(err)
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "write it into this document, between "+strings.TrimSpace(scoreBegin)+" and "+strings.TrimSpace(scoreEnd))
	return cmd
}

func readRecord(path string) (_ report.Record, err error) {
	file, err := os.Open(path)
	if err != nil {
		return report.Record{}, usage("read results: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	rec, err := report.Read(file)
	if err != nil {
		return rec, usage("%s: %w", path, err)
	}
	return rec, nil
}

// madeWith says on what the runs were made.
func madeWith(records []report.Record) string {
	var servers []string
	for _, s := range records[0].Run.Servers {
		servers = append(servers, "PostgreSQL "+s.Version)
	}
	return fmt.Sprintf("\n%s, %s.\n", strings.Join(servers, ", "), records[0].Run.Started.Format("2 January 2006"))
}

// putBetween replaces what stands between the markers of a document.
func putBetween(path, text string) error {
	data, err := readBounded(path)
	if err != nil {
		return usage("write score: %w", err)
	}
	before, rest, begins := strings.Cut(string(data), scoreBegin)
	_, after, ends := strings.Cut(rest, scoreEnd)
	if !begins || !ends {
		return usage("%s has no place for a score; it is between %s and %s, each on a line", path, strings.TrimSpace(scoreBegin), strings.TrimSpace(scoreEnd))
	}
	if err := os.WriteFile(path, []byte(before+scoreBegin+"\n"+text+"\n"+scoreEnd+after), 0o644); err != nil {
		return harnessFailure(fmt.Errorf("write score: %w", err))
	}
	return nil
}
