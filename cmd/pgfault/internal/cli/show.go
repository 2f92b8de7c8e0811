package cli

import (
	"bytes"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
)

func (a *app) showCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:               "show ID…",
		Short:             "Show a scenario: what is given, what is done, what breaks, what is expected",
		Example:           "  pgfault show network/close-mid-row\n  pgfault show ./my-scenario.yaml\n  pgfault show data/unique-violation --format yaml > my.yaml",
		ValidArgsFunction: completeScenarios,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("show needs a scenario, as pgfault show network/close-mid-row; see pgfault list")
			}
			selected, err := selectScenarios(args)
			if err != nil {
				return err
			}
			var b bytes.Buffer
			switch format {
			case "text":
				showText(&b, selected.scenarios)
			case "yaml":
				if err := showYAML(&b, selected.scenarios); err != nil {
					return err
				}
			default:
				return usage("unknown format %q; take text or yaml", format)
			}
			_, err = a.stdout.Write(b.Bytes())
			return printed(err)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, or yaml to make a file of your own from")
	return cmd
}

func showText(b *bytes.Buffer, selected []scenario.Scenario) {
	for i, s := range selected {
		if i > 0 {
			b.WriteString("\n")
		}
		describeScenario(b, s)
	}
}

// showYAML writes the scenario's file. A file holds one scenario.
func showYAML(b *bytes.Buffer, selected []scenario.Scenario) error {
	if len(selected) > 1 {
		return usage("a file holds one scenario, and %d are selected", len(selected))
	}
	data, err := scenarioyaml.Marshal(selected[0])
	if err != nil {
		return harnessFailure(err)
	}
	b.Write(data)
	return nil
}
