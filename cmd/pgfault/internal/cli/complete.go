package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/target/clients"
	"github.com/pgfault/pgfault/scenarios"
)

// completeScenarios gives a shell the ids and families that begin as what was typed.
func completeScenarios(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	seen := map[string]bool{}
	for _, s := range scenarios.All() {
		for _, name := range []string{s.Family(), s.ID} {
			if strings.HasPrefix(name, typed) && !seen[name] {
				seen[name] = true
				out = append(out, name)
			}
		}
	}
	return out, cobra.ShellCompDirectiveDefault
}

// completeTargets gives a shell the targets of --target.
func completeTargets(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, tgt := range builtIn {
		out = append(out, tgt.Name())
	}
	if all, err := clients.Load(clients.Folder); err == nil { // who runs it will be told what is wrong
		for _, c := range all {
			out = append(out, c.Name)
		}
	}
	var fit []string
	for _, name := range out {
		if strings.HasPrefix(name, typed) {
			fit = append(fit, name)
		}
	}
	return fit, cobra.ShellCompDirectiveNoFileComp
}
