package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/scenarios"
)

func (a *app) explainCommand() *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:     "explain ID|CAUSE",
		Short:   "Tell one result as a story: what was done, what the wire carried, what the client said, what is true",
		Example: "  pgfault explain network/reset-while-idle\n  pgfault explain resent/query",
		Long: "explain tells what became of a scenario in the newest run of the folder results, or in the results.jsonl that is named. A\n" +
			"cause, or how one begins, stands for the first result in which it was found.",
		ValidArgsFunction: completeScenarios,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("explain needs the id of a scenario, or a cause, as the summary of a run shows them")
			}
			return a.explain(from, args[0])
		},
	}
	cmd.Flags().StringVar(&from, "results", filepath.Join("results", "latest", "results.jsonl"), "the results.jsonl of the run")
	return cmd
}

func (a *app) explain(path, what string) error {
	if _, err := os.Stat(path); err != nil {
		return usage("no run was found at %s; run pgfault run first, or name one by --results", path)
	}
	rec, err := readRecord(path)
	if err != nil {
		return err
	}
	line, ok := find(rec.Results, what)
	if !ok {
		return usage("%s holds neither a result nor a cause %q", path, what)
	}
	text := report.Story(line)
	if found := scenarios.Find(line.ID); len(found) == 1 { // a sweep's point, or a file, is in no catalogue
		text = slices.Insert(text, 1, "", "What was given", "  "+found[0].Title, "  "+found[0].Why)
	}
	text = append(text, "", "To read on")
	for _, one := range []struct{ what, is string }{
		{"the scenario", a.name + " show " + line.ID},
		{"to run it again", a.again(rec, line)},
	} {
		text = append(text, fmt.Sprintf("  %s: %s", one.what, report.Escape(one.is)))
	}
	for _, file := range line.Artifacts {
		text = append(text, "  "+report.Escape(filepath.Join(filepath.Dir(path), file)))
	}
	_, err = fmt.Fprintln(a.stdout, strings.Join(text, "\n"))
	return printed(err)
}

// find is the result with an id; or the first that has a cause, or one that begins so, where it is red or amber.
func find(lines []report.Line, what string) (report.Line, bool) {
	for _, l := range lines {
		if l.ID == what {
			return l, true
		}
	}
	for _, same := range []func(cause string) bool{
		func(cause string) bool { return cause == what },
		func(cause string) bool { return strings.HasPrefix(cause, what) },
	} {
		for _, l := range lines {
			for _, f := range l.Findings {
				if same(f.Cause) {
					return l, true
				}
			}
		}
	}
	return report.Line{}, false
}

// again is the command that runs a result again: as the record says, or by its id alone where it did not fail.
func (a *app) again(rec report.Record, line report.Line) string {
	if rec.Summary != nil {
		for _, f := range rec.Summary.Failures {
			if f.ID == line.ID && f.Server == line.Server {
				return f.Reproduce
			}
		}
	}
	return fmt.Sprintf("%s run %s --seed %d", a.name, line.ID, rec.Run.Seed)
}
