package docs_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// packages are what the blocks speak of without importing it, by the names that they have there.
var packages = func() map[string]string {
	known := map[string]string{"rand": "math/rand/v2", "sql": "database/sql", "slog": "log/slog", "http": "net/http", "pgx": "github.com/jackc/pgx/v5"}
	for _, name := range []string{"context", "errors", "fmt", "log", "net", "os", "slices", "strings", "testing", "time"} {
		known[name] = name
	}
	for _, name := range []string{"pgconn", "pgxpool", "stdlib"} {
		known[name] = "github.com/jackc/pgx/v5/" + name
	}
	for _, path := range []string{
		"harness", "harness/dns", "harness/fault", "harness/postgres", "harness/scenario", "harness/target", "harness/verdict", "harness/wire",
		"pgdiag", "pgdiag/otelpgdiag", "pgfaulttest", "scenarios/stock", "suites/matchers",
		"scenarios/internal/expect", "scenarios/internal/step",
	} {
		known[path[strings.LastIndexByte(path, '/')+1:]] = "github.com/pgfault/pgfault/" + path
	}
	for name, path := range map[string]string{"attribute": "attribute", "codes": "codes", "otel": "", "trace": "trace", "metric": "metric"} {
		known[name] = strings.TrimSuffix("go.opentelemetry.io/otel/"+path, "/")
	}
	return known
}()

// variables are what the blocks use without saying where it comes from, with their types.
var variables = map[string]string{
	"ctx": "context.Context", "dsn": "string", "t": "*testing.T", "conn": "*pgx.Conn", "cfg": "*pgx.ConnConfig", "err": "error",
	"rig": "*harness.TestRig", "pool": "*pgxpool.Pool", "poolConfig": "*pgxpool.Config", "db": "*sql.DB", "tx": "pgx.Tx",
	"connect": "func(context.Context) (*pgx.Conn, error)",
	"backoff": "func(context.Context, int, *pgdiag.Diagnosis) error",
	"d":       "*pgdiag.Diagnosis", "tracker": "*pgdiag.Tracker",
}

// source makes a block a file of Go that compiles, and says where in the repository: a file as it is, declarations in a
// package, statements in a function. A fault that shows how one is written takes the place of itself.
func (b block) source(folder string) (text, at string, err error) {
	at = "scenarios/" + folder + "/block.go" // where the packages of scenarios may be imported
	body, uses, err := b.parts()
	switch {
	case err != nil:
		return "", "", err
	case strings.HasPrefix(body, "package "):
		return body, at, nil
	case slices.Contains(uses, "arm"):
		_, name, _ := strings.Cut(b.text, "type ")
		return "package fault\n" + imports(uses) + body, "harness/fault/" + strings.ToLower(firstWord(name)) + ".go", nil
	}
	var declared strings.Builder
	for _, name := range uses {
		if kind := variables[name]; kind != "" {
			fmt.Fprintf(&declared, "var %s %s\n", name, kind)
			for _, word := range strings.FieldsFunc(kind, func(r rune) bool { return strings.ContainsRune("*(), .", r) }) {
				if packages[word] != "" && word != name {
					uses = append(uses, word)
				}
			}
		}
	}
	if strings.HasPrefix(body, "import") {
		uses = nil // it says itself
	}
	pkg := "package block\n"
	if strings.Contains(body, "func main()") {
		pkg = "package main\n"
	}
	return pkg + imports(uses) + body + declared.String(), at, nil
}

// parts gives a block as declarations, and the names that it uses and does not declare.
func (b block) parts() (body string, uses []string, err error) {
	inFunction := "func _() {\n" + b.text + "\n}\n"
	for _, try := range []struct{ before, body string }{{"", b.text}, {"package block\n", b.text}, {"package block\n", inFunction}} {
		file, failure := parser.ParseFile(token.NewFileSet(), b.String(), try.before+try.body, 0)
		if failure != nil {
			err = errors.Join(err, failure)
			continue
		}
		names := map[string]bool{}
		for _, ident := range file.Unresolved {
			names[ident.Name] = true
		}
		body = try.body
		if body == inFunction {
			body = "func _() {\n" + b.text + used(file) + "\n}\n"
		}
		return body, slices.Sorted(maps.Keys(names)), nil
	}
	return "", nil, err
}

// used uses the variables of a function, which would have to be used else.
func used(file *ast.File) string {
	var text string
	ast.Inspect(file.Decls[0].(*ast.FuncDecl).Body, func(n ast.Node) bool {
		if _, inner := n.(*ast.FuncLit); inner {
			return false
		}
		if assign, ok := n.(*ast.AssignStmt); ok && assign.Tok == token.DEFINE {
			for _, left := range assign.Lhs {
				if name := left.(*ast.Ident).Name; name != "_" {
					text += "\n_ = " + name
				}
			}
		}
		_, block := n.(*ast.BlockStmt)
		_, assign := n.(*ast.AssignStmt)
		return block || assign
	})
	return text
}

func imports(uses []string) string {
	lines := map[string]bool{}
	for _, name := range uses {
		if path := packages[name]; path != "" {
			lines[fmt.Sprintf("import %s %q\n", name, path)] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(lines)), "")
}
