package scenarios

import (
	"path"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/internal/spell"
)

// Find returns the scenarios that a selector names, in the catalogue's order: an id ("network/close-mid-row"), a family
// ("network"), or a glob over ids ("network/*", as path.Match has it). A selector that is none of these gives nil.
func Find(selector string) []scenario.Scenario {
	var found []scenario.Scenario
	for _, s := range All() {
		if s.ID == selector || s.Family() == selector {
			found = append(found, s)
			continue
		}
		if ok, err := path.Match(selector, s.ID); err == nil && ok {
			found = append(found, s)
		}
	}
	return found
}

// Nearest returns the id or family that is spelled most like the selector, or "" where nothing is close.
func Nearest(selector string) string {
	var names []string
	for _, s := range All() {
		_, name, _ := strings.Cut(s.ID, "/")
		for _, n := range []string{s.ID, s.Family(), name} {
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	best := spell.Nearest(selector, names)
	if best == "" {
		return ""
	}
	for _, s := range All() {
		if strings.HasSuffix(s.ID, "/"+best) {
			return s.ID
		}
	}
	return best
}
