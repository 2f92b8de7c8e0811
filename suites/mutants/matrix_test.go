package mutants_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target/mutant"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
	"github.com/pgfault/pgfault/suites/mutants"
)

// onlyEnv asks for the whole matrix, which takes minutes: "all", "new" for the scenarios and mutants that the page does not
// have, or a selector. What comes of it is written to the page.
const onlyEnv = "PGFAULT_MUTANTS"

// parallel is how many scenarios run at a time where nothing else runs: most of a mutant's time is waiting.
func parallel() int { return 2 * engine.Parallel() }

// sample is how many scenarios a plain test run takes; make proof takes all.
const sample = 20

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func serve(t *testing.T) *postgres.Server {
	t.Helper()
	srv, err := postgres.Start(t.Context(), postgres.Config{Provider: os.Getenv("PGFAULT_POSTGRES"), Version: os.Getenv("PGFAULT_PG_VERSION")})
	if err != nil {
		t.Fatal(err)
	}
	ending := context.WithoutCancel(t.Context()) // the test's own has ended when it cleans up
	t.Cleanup(func() {
		if err := srv.Close(ending); err != nil {
			t.Error(err)
		}
	})
	return srv
}

// perMutant is how many of the scenarios that fail a mutant it is run against at least, where all scenarios are run.
const perMutant = 5

// TestTheKeptTableIsSo takes some scenarios, spread over the catalogue, or all, and a mutant that fails each as the page has it;
// with all, each mutant too.
func TestTheKeptTableIsSo(t *testing.T) {
	table, _ := kept(t)
	by := map[string][]scenario.Scenario{}
	all, each := scenarios.All(), 1
	if os.Getenv("PGFAULT_FULL") == "" {
		each = max(1, len(all)/sample)
	}
	for i := 0; i < len(all); i += each {
		if name := table[all[i].ID].Sharp(); name != "" {
			by[name] = append(by[name], all[i])
		}
	}
	if each == 1 {
		for _, m := range mutant.All() {
			for _, sc := range all {
				// Those whose one mutant it is are there already.
				if row := table[sc.ID]; len(by[m.Name()]) < perMutant && slices.Contains(row.By, m.Name()) && row.Sharp() != m.Name() {
					by[m.Name()] = append(by[m.Name()], sc)
				}
			}
		}
	}
	srv := serve(t)
	for _, m := range mutant.All() {
		if len(by[m.Name()]) == 0 {
			continue
		}
		t.Logf("%s: %d scenarios", m.Name(), len(by[m.Name()]))
		got, err := mutants.Run(t.Context(), mutants.Config{Server: srv, Scenarios: by[m.Name()], Mutants: []mutant.Mutant{m}, Parallel: engine.Parallel()})
		if err != nil {
			t.Fatal(err)
		}
		for id, row := range got {
			if row.Skipped == "" && len(row.By) == 0 {
				t.Errorf("%s is no longer failed by %s; broke: %q", id, m.Name(), row.Broke)
			}
		}
	}
}

// TestEveryCheckCanFail runs the matrix and writes the page.
func TestEveryCheckCanFail(t *testing.T) {
	only := os.Getenv(onlyEnv)
	if only == "" {
		t.Skip("make mutants runs it: it takes minutes")
	}
	before, names := kept(t)
	selected := choose(only, before)
	if len(selected) == 0 && only != "new" {
		t.Fatal(nothingToRun(only))
	}
	srv := serve(t)
	run := func(selected []scenario.Scenario, with []mutant.Mutant) mutants.Table {
		t.Logf("%d scenarios against %d mutants", len(selected), len(with))
		got, err := mutants.Run(t.Context(), mutants.Config{
			Server: srv, Scenarios: selected, Mutants: with, Parallel: parallel(),
			OnMutant: func(name string, counts map[verdict.Outcome]int) { t.Logf("%-28s %v", name, counts) },
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if added := missing(names); only == "new" && len(added) > 0 {
		before = before.Add(run(withRow(before), added))
	}
	got := run(selected, mutant.All())
	for _, s := range selected {
		row := got[s.ID]
		for _, broke := range row.Broke {
			t.Errorf("%s: with %s", s.ID, broke)
		}
		if row.Skipped == "" && len(row.Broke) == 0 && row.Sharp() == "" {
			t.Errorf("%s is failed by blunt mutants alone: %v", s.ID, row.By)
		}
	}
	after := before.Merge(got, ids())
	for _, m := range mutant.All() {
		if after.Kills(m.Name()) == 0 {
			t.Errorf("mutant %s fails nowhere", m.Name())
		}
	}
	text := after.Markdown(ids())
	t.Logf("\n%s", text)
	if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// choose gives the scenarios that are asked for.
func choose(only string, before mutants.Table) []scenario.Scenario {
	switch only {
	case "all":
		return scenarios.All()
	case "new":
		return slices.DeleteFunc(scenarios.All(), func(s scenario.Scenario) bool {
			_, known := before[s.ID]
			return known
		})
	}
	var chosen []scenario.Scenario
	for selector := range strings.SplitSeq(only, ",") {
		found := scenarios.Find(selector)
		if len(found) == 0 {
			return nil
		}
		chosen = append(chosen, found...)
	}
	return chosen
}

// missing are the mutants that the page doesn't have.
func missing(names []string) []mutant.Mutant {
	return slices.DeleteFunc(mutant.All(), func(m mutant.Mutant) bool { return slices.Contains(names, m.Name()) })
}

// withRow are the scenarios that were run.
func withRow(table mutants.Table) []scenario.Scenario {
	return slices.DeleteFunc(scenarios.All(), func(s scenario.Scenario) bool {
		row, known := table[s.ID]
		return !known || row.Skipped != ""
	})
}

// nothingToRun says that a selector is none, and what was meant.
func nothingToRun(only string) string {
	text := fmt.Sprintf("ONLY=%s: there is no such scenario; take all, new, or a selector as pgfault run does", only)
	if near := scenarios.Nearest(only); near != "" {
		text += "; did you mean " + near + "?"
	}
	return text
}

func TestAnUnknownSelectorIsNoEmptyRun(t *testing.T) {
	if got := choose("network/reset-afer-simple-insert", nil); len(got) > 0 {
		t.Fatalf("it is %v", got)
	}
	if got, want := nothingToRun("network/reset-afer-simple-insert"), "did you mean network/reset-after-simple-insert?"; !strings.Contains(got, want) {
		t.Errorf("%s: want %q", got, want)
	}
}
