package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

func (a *app) shimCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "shim",
		Short:   "Be the reference target: pgdiag over pgx, speaking the shim protocol on stdin and stdout",
		Example: "  pgfault shim\n  pgfault run -- pgfault shim",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			inst, err := reference.New().Start(cmd.Context())
			if err != nil {
				return harnessFailure(fmt.Errorf("start reference target: %w", err))
			}
			serve := func() error { return target.Serve(cmd.Context(), a.stdin, a.stdout, inst) }
			if os.Getenv(target.EnvAttach) != "" {
				serve = func() error { return target.ServeMain(cmd.Context(), inst) }
			}
			if err := serve(); err != nil {
				return harnessFailure(fmt.Errorf("serve shim protocol: %w", err))
			}
			return nil
		},
	}
	cmd.AddCommand(a.shimCheckCommand())
	return cmd
}
