package main

import (
	"bytes"

	"github.com/spf13/cobra"
)

func (a *app) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show ID…",
		Short: "Show a scenario: what is given, what is done, what breaks, what is expected",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("show needs a scenario, as pgfault show network/close-mid-row; see pgfault list")
			}
			selected, err := selectScenarios(args)
			if err != nil {
				return err
			}
			var b bytes.Buffer
			for i, s := range selected {
				if i > 0 {
					b.WriteString("\n")
				}
				describeScenario(&b, s)
			}
			_, err = a.stdout.Write(b.Bytes())
			return printed(err)
		},
	}
}
