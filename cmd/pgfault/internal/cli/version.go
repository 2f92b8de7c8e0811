package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the versions of pgfault and of what it is built from",
		Example: "  pgfault version",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			v, m := report.BuildVersions(), report.ThisMachine()
			_, err := fmt.Fprintf(a.stdout, "pgfault %s\n%spgx %s\ntoxiproxy %s\nshim protocol %d\n%s %s/%s\n",
				v.PGFault, commitLine(v.Commit), v.Pgx, v.Toxiproxy, target.ProtocolVersion, m.Go, m.OS, m.Arch)
			return printed(err)
		},
	}
}

// commitLine is empty where the commit is not known: a module that was installed by its version has none.
func commitLine(commit string) string {
	if commit == "" {
		return ""
	}
	return "commit " + commit + "\n"
}

// printed makes an error of writing to stdout one of ours.
func printed(err error) error {
	if err == nil {
		return nil
	}
	return harnessFailure(fmt.Errorf("write output: %w", err))
}
