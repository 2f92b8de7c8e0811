package matrix_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/matrix"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/clients"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

const root = "../.."

func result(id string, outcome verdict.Outcome, findings ...verdict.Finding) verdict.Result {
	r := verdict.Result{ID: id, Outcome: outcome, Findings: findings, Questions: map[verdict.Question]verdict.Outcome{verdict.Safety: verdict.Pass}}
	for _, f := range findings {
		r.Questions[f.Question] = f.Outcome
	}
	return r
}

func run(day int, version string, results ...verdict.Result) report.Record {
	rec := report.Record{Run: report.Run{
		Type: "run", Started: time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC), Target: target.Hello{Name: "lib", Version: version},
		Servers: []report.Server{{Version: "18.6"}},
	}}
	for _, r := range results {
		rec.Results = append(rec.Results, report.NewLine("", r))
	}
	return rec
}

// TestRunsAreSummedUp: the last result of a scenario counts, of runs of the newest version; what was declared is found all the
// same; and what is written is read back.
func TestRunsAreSummedUp(t *testing.T) {
	lost := verdict.Finding{Outcome: verdict.Fail, Question: verdict.Safety, Rule: "rows", Cause: "rows/query", Step: 1, Text: "query on a: 2 rows of 3 | *"}
	known := result("data/a", verdict.ExpectedFail, lost)
	known.Declared = &verdict.Deviation{Outcome: verdict.Fail, Why: "it was always so"}
	s := matrix.Of([]report.Record{
		run(3, "2", result("commit/a", verdict.Pass)),
		run(2, "2", result("commit/a", verdict.Fail, lost), known, result("data/b", verdict.Fail, lost)),
		run(1, "1", result("pool/a", verdict.Fail, lost)),
	})
	if s.Date != "2026-11-03" || s.Server != "PostgreSQL 18.6" || s.Grade.Grade != verdict.NotSafe || len(s.Families) != 2 ||
		s.Families["commit"][verdict.Pass] != 1 || s.Families["data"][verdict.ExpectedFail] != 1 || s.Questions[verdict.Safety][verdict.Fail] != 2 {
		t.Errorf("%+v", s)
	}
	if len(s.Causes) != 1 || s.Causes[0].Count != 2 || s.Causes[0].Declared != "it was always so" {
		t.Errorf("%+v", s.Causes)
	}

	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "lib"), 0o755); err != nil {
		t.Fatal(err)
	}
	all := []clients.Client{{Name: "lib", Language: "c", Wire: "own"}, {Name: "never-run", Language: "d"}}
	if err := matrix.Store(folder, "lib", s); err != nil {
		t.Fatal(err)
	}
	stored, err := matrix.Load(folder, all)
	if err != nil {
		t.Fatal(err)
	}
	page := matrix.Page(all, stored)
	for _, want := range []string{
		"1 clients in 1 languages.", "| [lib](#lib) 2 | c | own | not safe, 3 of 3 asked | **2 red** of 3 |", "| lib | 1 right | **2 red** of 2 |",
		`| red safety | 2 | query: 2 rows of 3 \| \* (declared: it was always so) | ` + "`pgfault run data/a --target lib` |",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %q in\n%s", want, page)
		}
	}
	if strings.Contains(page, "never-run") {
		t.Error("who was never run has a row")
	}
}

// TestThePageIsWhatIsStored keeps docs/matrix.md and the stored runs together, and these and the catalogue.
func TestThePageIsWhatIsStored(t *testing.T) {
	folder := filepath.Join(root, clients.Folder)
	all, err := clients.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := matrix.Load(folder, all)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "matrix.md"))
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != matrix.Page(all, stored) {
		t.Error("docs/matrix.md is not what is stored: make it with bin/pgfault matrix")
	}
	known := map[string]bool{}
	for _, s := range scenarios.All() {
		known[s.ID] = true
	}
	for name, s := range stored {
		for _, c := range s.Causes {
			if !known[c.Example] {
				t.Errorf("%s: there is no scenario %s any more: run it again (make matrix TARGETS=%s)", name, c.Example, name)
			}
		}
	}
}
