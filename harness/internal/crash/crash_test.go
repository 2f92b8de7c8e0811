package crash_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

func TestAPanicInAGoroutineIsHandled(t *testing.T) {
	told := make(chan any, 1)
	crash.Handle(func(v any, stack []byte) {
		if !strings.Contains(string(stack), "crash_test.go") {
			t.Errorf("the stack does not say where it was:\n%s", stack)
		}
		told <- v
	})
	defer crash.Handle(nil)
	go func() {
		defer crash.Guard()
		panic("of ours")
	}()
	if v := <-told; v != "of ours" {
		t.Errorf("it was told of %v", v)
	}
}

// TestEveryGoroutineOfOursIsGuarded reads all that the rig is made of: a goroutine begins with its guard.
func TestEveryGoroutineOfOursIsGuarded(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			var begun ast.Expr
			switch n := n.(type) {
			case *ast.GoStmt:
				begun = n.Call.Fun
			case *ast.CallExpr: // of a sync.WaitGroup
				if method, ok := n.Fun.(*ast.SelectorExpr); !ok || method.Sel.Name != "Go" || len(n.Args) != 1 {
					return true
				}
				begun = n.Args[0]
			default:
				return true
			}
			seen++
			if body, ok := begun.(*ast.FuncLit); !ok || !guarded(body.Body) {
				t.Errorf("%s: a goroutine does not begin with defer crash.Guard()", files.Position(n.Pos()))
			}
			return true
		})
		return nil
	})
	if err != nil || seen < 30 {
		t.Errorf("%d goroutines were seen, %v", seen, err)
	}
}

func guarded(body *ast.BlockStmt) bool {
	if len(body.List) == 0 {
		return false
	}
	first, ok := body.List[0].(*ast.DeferStmt)
	if !ok {
		return false
	}
	call, ok := first.Call.Fun.(*ast.SelectorExpr)
	return ok && call.Sel.Name == "Guard"
}
