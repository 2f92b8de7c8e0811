package mutants_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/target/mutant"
	"github.com/pgfault/pgfault/scenarios"
	"github.com/pgfault/pgfault/suites/mutants"
)

// page is where the table is kept.
const page = "../../docs/mutants.md"

// ids are the catalogue's, in its order.
func ids() []string {
	var all []string
	for _, s := range scenarios.All() {
		all = append(all, s.ID)
	}
	return all
}

// kept is the table as it is kept.
func kept(t *testing.T) (mutants.Table, []string) {
	t.Helper()
	data, err := os.ReadFile(page)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return mutants.Parse(string(data))
}

// TestThePageIsCurrent holds the kept table against the catalogue and the mutants: each scenario has its row, and a
// mutant in it that is not blunt; each mutant fails somewhere.
func TestThePageIsCurrent(t *testing.T) {
	table, names := kept(t)
	for _, id := range ids() {
		row, ok := table[id]
		switch {
		case !ok:
			t.Errorf("%s is not in %s: make mutants ONLY=new", id, page)
		case row.Skipped == "" && row.Sharp() == "":
			t.Errorf("%s is failed by blunt mutants alone: %v", id, row.By)
		}
	}
	for id := range table {
		if !slices.Contains(ids(), id) {
			t.Errorf("%s has a row in %s and is no scenario: make mutants ONLY=new", id, page)
		}
	}
	var want []string
	for _, m := range mutant.All() {
		want = append(want, m.Name())
		if table.Kills(m.Name()) == 0 {
			t.Errorf("mutant %s fails nowhere in %s", m.Name(), page)
		}
	}
	if !slices.Equal(names, want) {
		t.Errorf("%s has the mutants %v, and there are %v: make mutants", page, names, want)
	}
}

func TestATableSurvivesThePage(t *testing.T) {
	all := []string{"a/one", "a/two", "b/three"}
	want := mutants.Table{"a/one": {By: []string{"nothing", "always-ok"}}, "a/two": {}, "b/three": {Skipped: "no | here"}}
	if got, _ := mutants.Parse(want.Markdown(all)); !reflect.DeepEqual(got, want) {
		t.Errorf("%v became %v", want, got)
	}
	merged := want.Merge(mutants.Table{"a/two": {By: []string{"nothing"}}}, []string{"a/two", "b/three", "c/new"})
	if len(merged) != 2 || len(merged["a/two"].By) != 1 || merged["b/three"].Skipped == "" {
		t.Errorf("merged is %v", merged)
	}
	added := want.Add(mutants.Table{"a/one": {By: []string{"advises-retry"}}, "c/new": {By: []string{"nothing"}}})
	if got := strings.Join(added["a/one"].By, " "); got != "nothing always-ok advises-retry" || len(added) != len(want) {
		t.Errorf("added is %v", added)
	}
}
