package shimcheck

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// Coverage is what of the catalogue would be judged, and what not.
type Coverage struct {
	// Scenarios is how many there are, Asked how many a shim with these capabilities is asked.
	Scenarios, Asked int
	// Missing are the capabilities that are not declared, with how many scenarios each alone keeps out, the most first.
	Missing []Missing
	// Said and Unsaid are the claims that it speaks of, and those that it does not.
	Said, Unsaid []target.Report
}

// Missing is a capability that is not declared.
type Missing struct {
	Capability target.Capability
	Scenarios  int
}

func coverage(hello target.Hello, catalogue []scenario.Scenario) Coverage {
	c := Coverage{Scenarios: len(catalogue)}
	missing := map[target.Capability]int{}
	for _, s := range catalogue {
		asked := true
		for _, needs := range s.Capabilities() {
			if !hello.Supports(needs) {
				missing[needs]++
				asked = false
			}
		}
		if asked {
			c.Asked++
		}
	}
	for _, capability := range slices.Sorted(maps.Keys(missing)) {
		c.Missing = append(c.Missing, Missing{capability, missing[capability]})
	}
	slices.SortStableFunc(c.Missing, func(a, b Missing) int { return cmp.Compare(b.Scenarios, a.Scenarios) })
	for _, r := range target.Reports {
		if hello.Speaks(r) {
			c.Said = append(c.Said, r)
		} else {
			c.Unsaid = append(c.Unsaid, r)
		}
	}
	return c
}
