package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/matrix"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target/clients"
)

func (a *app) targetsCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "targets",
		Short:   "List who can be tested by --target, which clients are built, and the grade of their last run that is stored",
		Example: "  pgfault targets",
		Long: "targets lists the targets that are built in, and, in a clone of the repository, the real clients of " + clients.Folder + ".\n" +
			"One that is not built is built by its first run.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := clients.Load(clients.Folder)
			if err != nil {
				return harnessFailure(err)
			}
			stored, err := matrix.Load(clients.Folder, all)
			if err != nil {
				return harnessFailure(err)
			}
			built := clients.Built(cmd.Context())
			w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
			line := func(name, language, state, grade, about string) {
				_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", report.Escape(name), report.Escape(language), report.Escape(state), report.Escape(grade), report.Escape(about))
			}
			line("reference", "go", "built in", "-", "pgdiag over pgx, which speaks in all words")
			line("pgx", "go", "built in", "-", "what pgx alone says")
			line("pgx-stdlib", "go", "built in", "-", "database/sql over pgx")
			for _, c := range all {
				line(c.Name, c.Language, stateOf(c, built), gradeOf(stored[c.Name]), c.About)
			}
			if err := w.Flush(); err != nil {
				return harnessFailure(fmt.Errorf("write targets: %w", err))
			}
			return nil
		},
	}
}

// stateOf says whether a client is there to be run.
func stateOf(c clients.Client, built map[string]string) string {
	version, is := built[c.Name]
	switch {
	case c.Image == "":
		return "built by go"
	case is:
		return "built " + version
	default:
		return "not built"
	}
}

// gradeOf is the grade of the last run that is stored.
func gradeOf(s matrix.Stored) string {
	if s.Grade.Grade == "" {
		return "not run"
	}
	return string(s.Grade.Grade)
}
