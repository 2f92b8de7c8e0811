package cli

import (
	"fmt"
	"path"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios"
)

// selection is what a command line has selected.
type selection struct {
	scenarios []scenario.Scenario
	// files are the files that scenarios were read from, by their ids.
	files map[string]string
}

// selectScenarios resolves selectors (ids, families, globs, files) to scenarios: those of the catalogue in its order, each
// once, and then those of files. No selector is the whole catalogue. A name that does not exist is a mistake of the
// caller's; a glob that fits nothing selects nothing.
func selectScenarios(selectors []string) (selection, error) {
	sel := selection{files: map[string]string{}}
	if len(selectors) == 0 {
		sel.scenarios = scenarios.All()
		return sel, nil
	}
	wanted := map[string]bool{}
	var own []scenario.Scenario
	for _, selector := range selectors {
		if isFile(selector) {
			s, err := readScenario(selector)
			if err != nil {
				return sel, err
			}
			if first, twice := sel.files[s.ID]; twice {
				return sel, usage("%s and %s both hold %s", first, selector, s.ID)
			}
			own, sel.files[s.ID] = append(own, s), selector
			continue
		}
		found := scenarios.Find(selector)
		if len(found) == 0 {
			if err := explainSelector(selector); err != nil {
				return sel, err
			}
		}
		for _, s := range found {
			wanted[s.ID] = true
		}
	}
	for _, s := range scenarios.All() {
		if !wanted[s.ID] {
			continue
		}
		if file, twice := sel.files[s.ID]; twice {
			return sel, usage("%s holds %s, which is also selected from the catalogue", file, s.ID)
		}
		sel.scenarios = append(sel.scenarios, s)
	}
	sel.scenarios = append(sel.scenarios, own...)
	if len(sel.scenarios) == 0 {
		return sel, &exitError{code: exitNothing, err: fmt.Errorf("no scenario fits %s; see pgfault list", strings.Join(selectors, " "))}
	}
	return sel, nil
}

// explainSelector says what is wrong with a selector that found nothing; nil for a glob in good form.
func explainSelector(selector string) error {
	if _, err := path.Match(selector, ""); err != nil {
		return usage("bad pattern %q: %v", selector, err)
	}
	if strings.ContainsAny(selector, "*?[") {
		return nil
	}
	if near := scenarios.Nearest(selector); near != "" {
		return usage("unknown scenario %q; did you mean %s?", selector, near)
	}
	return usage("unknown scenario %q; see pgfault list", selector)
}
