package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of pgfault and of what it is built from",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			v, m := report.BuildVersions(), report.ThisMachine()
			_, err := fmt.Fprintf(a.stdout, "pgfault %s\npgx %s\ntoxiproxy %s\nshim protocol %d\n%s %s/%s\n",
				v.PGFault, v.Pgx, v.Toxiproxy, target.ProtocolVersion, m.Go, m.OS, m.Arch)
			return printed(err)
		},
	}
}

// printed makes an error of writing to stdout one of ours.
func printed(err error) error {
	if err == nil {
		return nil
	}
	return harnessFailure(fmt.Errorf("write output: %w", err))
}
