package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target/clients"
)

func (a *app) targetsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "targets",
		Short: "List who can be tested by --target, and which clients are built",
		Long: "targets lists the targets that are built in, and, in a clone of the repository, the real clients of " + clients.Folder + ".\n" +
			"One that is not built is built by its first run.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := clients.Load(clients.Folder)
			if err != nil {
				return harnessFailure(err)
			}
			built := clients.Built(cmd.Context())
			w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
			line := func(name, language, state, about string) {
				_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", report.Escape(name), report.Escape(language), report.Escape(state), report.Escape(about))
			}
			line("reference", "go", "built in", "pgdiag over pgx, which speaks in all words")
			line("pgx", "go", "built in", "what pgx alone says")
			line("pgx-stdlib", "go", "built in", "database/sql over pgx")
			for _, c := range all {
				line(c.Name, c.Language, stateOf(c, built), c.About)
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
