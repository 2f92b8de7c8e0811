package scenarios

import (
	"path"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
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
	best, least := "", len(selector)/2+1
	for _, n := range names {
		if d := distance(selector, n); d < least {
			best, least = n, d
		}
	}
	for _, s := range All() {
		if strings.HasSuffix(s.ID, "/"+best) {
			return s.ID
		}
	}
	return best
}

// distance is Levenshtein's: how many letters have to change to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
