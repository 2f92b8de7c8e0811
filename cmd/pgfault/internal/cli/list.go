package cli

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/scenario"
)

// listed is a scenario in list --format jsonl.
type listed struct {
	ID     string `json:"id"`
	Family string `json:"family"`
	Title  string `json:"title"`
}

func (a *app) listCommand() *cobra.Command {
	var format string
	var faults bool
	cmd := &cobra.Command{
		Use:   "list [SELECTOR…]",
		Short: "List the scenarios by family, or the faults, their positions and fields (--faults)",
		Example: "  pgfault list commit\n  pgfault list --faults            # what can be broken\n" +
			"  pgfault list --faults inject     # a fault with its fields, an example, and what comes over the wire\n" +
			"  pgfault list --faults at say     # what a position is, and what can be said",
		ValidArgsFunction: completeScenarios,
		RunE: func(_ *cobra.Command, args []string) error {
			if faults {
				return a.listFaults(args, format)
			}
			selected, err := selectScenarios(args)
			if err != nil {
				return err
			}
			switch format {
			case "plain":
				return a.listPlain(selected.scenarios)
			case "jsonl":
				return a.listJSONL(selected.scenarios)
			case "markdown":
				return a.listMarkdown(selected.scenarios)
			default:
				return usage("unknown format %q; take plain, jsonl or markdown", format)
			}
		},
	}
	cmd.Flags().BoolVar(&faults, "faults", false, "list the faults, or show those that are named")
	cmd.Flags().StringVar(&format, "format", "plain", "plain, jsonl or markdown")
	return cmd
}

func (a *app) listPlain(selected []scenario.Scenario) error {
	var b bytes.Buffer
	family := ""
	for _, s := range selected {
		if f := s.Family(); f != family {
			if family != "" {
				b.WriteByte('\n')
			}
			family = f
			fmt.Fprintln(&b, family)
		}
		fmt.Fprintf(&b, "  %-36s %s\n", s.ID, s.Title)
	}
	_, err := a.stdout.Write(b.Bytes())
	return printed(err)
}

func (a *app) listJSONL(selected []scenario.Scenario) error {
	out := json.NewEncoder(a.stdout)
	for _, s := range selected {
		if err := out.Encode(listed{ID: s.ID, Family: s.Family(), Title: s.Title}); err != nil {
			return printed(err)
		}
	}
	return nil
}
