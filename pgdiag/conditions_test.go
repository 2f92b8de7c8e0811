package pgdiag_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestConditionsAreAllThatThereAre holds the list against the constants, and against the codes.
func TestConditionsAreAllThatThereAre(t *testing.T) {
	all := pgdiag.Conditions()
	for _, want := range []pgdiag.Condition{"unique_violation", "admin_shutdown", "transaction_timeout"} {
		if !slices.Contains(all, want) {
			t.Errorf("%s is missing", want)
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "condition.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
			if name, err := strconv.Unquote(lit.Value); err != nil || !slices.Contains(all, pgdiag.Condition(name)) {
				t.Errorf("%s is missing (%v)", lit.Value, err)
			}
		}
		return true
	})
}
