package scenarios_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/internal/gofile"
	"github.com/pgfault/pgfault/scenarios"
)

func TestEveryScenarioIsValid(t *testing.T) {
	for _, s := range scenarios.All() {
		t.Run(s.ID, func(t *testing.T) {
			if err := s.Validate(); err != nil {
				t.Error(err)
			}
			if s.Why == "" || len(s.Refs) == 0 {
				t.Error("a scenario says why it matters (Why) and where it comes from (Refs)")
			}
		})
	}
}

// TestNamesAreBuilt holds that no scenario is named as Go names the files that it leaves out.
func TestNamesAreBuilt(t *testing.T) {
	for _, s := range scenarios.All() {
		if end := gofile.LeftOut(s.ID); end != "" {
			t.Errorf("%s: a name can't end in %q: Go would leave out its file", s.ID, end)
		}
	}
}

func TestIDsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range scenarios.All() {
		if seen[s.ID] {
			t.Errorf("%s is there twice", s.ID)
		}
		seen[s.ID] = true
	}
}

// TestFilesAreNamedAfterTheirScenario holds the tree against the catalogue both ways: a file per scenario at the place
// its id says, and no scenario in a file that the catalogue does not list.
func TestFilesAreNamedAfterTheirScenario(t *testing.T) {
	listed := map[string]bool{}
	for _, s := range scenarios.All() {
		listed[s.ID] = true
	}
	files, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		base := strings.TrimSuffix(filepath.Base(file), ".go")
		want := filepath.Base(filepath.Dir(file)) + "/" + strings.ReplaceAll(base, "_", "-")
		for _, id := range idsIn(t, file) {
			if id != want {
				t.Errorf("%s holds %s: a file is named after its scenario", file, id)
			}
			if !listed[id] {
				t.Errorf("%s is not in the catalogue: add it to the family's All", id)
			}
			delete(listed, id)
		}
	}
	for id := range listed {
		t.Errorf("%s has no file of its own", id)
	}
}

// idsIn returns the ids of the scenarios that a file declares.
func idsIn(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, isIdent := pair.Key.(*ast.Ident)
		value, isLit := pair.Value.(*ast.BasicLit)
		if isIdent && isLit && key.Name == "ID" {
			ids = append(ids, strings.Trim(value.Value, `"`))
		}
		return true
	})
	return ids
}
