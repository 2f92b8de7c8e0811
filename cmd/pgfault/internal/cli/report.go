package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report/page"
	"github.com/pgfault/pgfault/scenarios"
)

// reportOptions are the flags of report.
type reportOptions struct {
	output  string
	against []string
	open    bool
	failNew bool
	badge   string
}

func (a *app) reportCommand() *cobra.Command {
	o := &reportOptions{}
	cmd := &cobra.Command{
		Use:   "report FILE|DIR…",
		Short: "Make one HTML file of the results of one run or of several, to be looked at and to be mailed",
		Example: "  pgfault report results/latest -o report.html\n  pgfault report results/latest --against main/results.jsonl -o report.html --open\n" +
			"  pgfault report psycopg2/ lib-pq/ pgjdbc/ -o matrix.html\n" +
			"  pgfault report results/latest --badge pgfault.svg",
		Long: "report renders results.jsonl, with the evidence beside it, as one page that needs nothing else: no network, no server, no\n" +
			"other file. It shows what is red and new first, by cause; the matrix of targets and families with its filter; and each\n" +
			"case with what was claimed beside what is true. Runs of the same target that have no scenario in common are one column.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("report needs the folder of a run or its results.jsonl, as results/latest")
			}
			if o.failNew && len(o.against) == 0 {
				return usage("--fail-on-new needs --against, the run that is known")
			}
			if err := o.spare(args); err != nil {
				return err
			}
			return a.report(cmd, args, o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.output, "output", "o", "report.html", "the file to write")
	f.StringSliceVar(&o.against, "against", nil, "compare with these runs: folders, or results.jsonl")
	f.BoolVar(&o.failNew, "fail-on-new", false, "end with 1 where something is red that was not so in the runs of --against")
	f.StringVar(&o.badge, "badge", "", "also write the target's badge to this file, as SVG")
	f.BoolVar(&o.open, "open", false, "open it in the browser")
	return cmd
}

// spare refuses to write over what is to be read: results can't be had again.
func (o *reportOptions) spare(paths []string) error {
	if o.output == "" {
		return usage("-o needs the file to write")
	}
	for _, out := range []string{o.output, o.badge} {
		for _, in := range slices.Concat(paths, o.against) {
			if sameFile(out, in) || sameFile(out, filepath.Join(in, "results.jsonl")) {
				return usage("%s holds the results that are to be shown: write elsewhere", out)
			}
		}
	}
	return nil
}

// sameFile tells whether two names are of one file that is there.
func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

func (a *app) report(cmd *cobra.Command, paths []string, o *reportOptions) error {
	sources, err := openSources(paths)
	if err != nil {
		return err
	}
	against, err := openSources(o.against)
	if err != nil {
		return err
	}
	if err := page.Comparable(sources, against); err != nil {
		return usage("--against: %w", err)
	}
	if err := a.writePage(o.output, sources, against); err != nil {
		return err
	}
	if o.badge != "" {
		svg, err := page.Badge(sources)
		if err != nil {
			return usage("--badge: %w", err)
		}
		if err := replaceFile(o.badge, []byte(svg)); err != nil {
			return usage("%w", err)
		}
	}
	_, err = fmt.Fprintln(a.stdout, o.output)
	if err != nil {
		return printed(err)
	}
	if o.open {
		if err := openFile(cmd.Context(), o.output); err != nil {
			return err
		}
	}
	if !o.failNew {
		return nil
	}
	if n := page.New(sources, against); n > 0 {
		return &exitError{code: exitMismatch, err: fmt.Errorf("%d red that were not so before; they come first in %s", n, o.output)}
	}
	return nil
}

// openSources reads runs, which are named by their folders or their files.
func openSources(paths []string) ([]page.Source, error) {
	var out []page.Source
	for _, path := range paths {
		source, err := page.Open(path)
		if err != nil {
			return nil, usage("%w", err)
		}
		out = append(out, source)
	}
	return out, nil
}

// writePage writes a page.
func (a *app) writePage(path string, sources, against []page.Source) error {
	var b bytes.Buffer
	if err := page.Write(&b, sources, page.Options{Against: against, Lookup: lookup, Program: a.name}); err != nil {
		return harnessFailure(err)
	}
	if err := replaceFile(path, b.Bytes()); err != nil {
		return usage("%w", err)
	}
	return nil
}

// lookup finds what the catalogue says of a scenario.
func lookup(id string) (page.Scenario, bool) {
	found := scenarios.Find(id)
	if len(found) != 1 || found[0].ID != id {
		return page.Scenario{}, false
	}
	return page.Scenario{Title: found[0].Title, Why: found[0].Why, Given: givenLines(found[0].Given)}, true
}
