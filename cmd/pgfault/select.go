package main

import (
	"fmt"
	"path"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios"
)

// selectScenarios resolves selectors (ids, families, globs) to scenarios, in the catalogue's order, each once. No selector
// is all of them. A name that does not exist is a mistake of the caller's; a glob that fits nothing selects nothing.
func selectScenarios(selectors []string) ([]scenario.Scenario, error) {
	if len(selectors) == 0 {
		return scenarios.All(), nil
	}
	wanted := map[string]bool{}
	for _, selector := range selectors {
		found := scenarios.Find(selector)
		if len(found) == 0 {
			if err := explainSelector(selector); err != nil {
				return nil, err
			}
		}
		for _, s := range found {
			wanted[s.ID] = true
		}
	}
	var selected []scenario.Scenario
	for _, s := range scenarios.All() {
		if wanted[s.ID] {
			selected = append(selected, s)
		}
	}
	if len(selected) == 0 {
		return nil, &exitError{code: exitNothing, err: fmt.Errorf("no scenario fits %s; see pgfault list", strings.Join(selectors, " "))}
	}
	return selected, nil
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

// shard keeps every n-th scenario, from the i-th on: "2/3" keeps the 2nd, 5th, 8th.
func shard(selected []scenario.Scenario, spec string) ([]scenario.Scenario, error) {
	if spec == "" {
		return selected, nil
	}
	var i, n int
	if _, err := fmt.Sscanf(spec, "%d/%d", &i, &n); err != nil || fmt.Sprintf("%d/%d", i, n) != spec || i < 1 || i > n {
		return nil, usage("bad --shard %q; it is I/N with 1 ≤ I ≤ N, as 1/3", spec)
	}
	var kept []scenario.Scenario
	for at := i - 1; at < len(selected); at += n {
		kept = append(kept, selected[at])
	}
	if len(kept) == 0 {
		return nil, &exitError{code: exitNothing, err: fmt.Errorf("shard %s of %d scenarios is empty", spec, len(selected))}
	}
	return kept, nil
}
