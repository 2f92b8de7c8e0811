// Command typecheck sees that all that is built and tested in a module compiles for other systems. It reads what a package
// imports from its source, where go vet and go build would compile all of it first, which takes minutes for each system.
//
//	go run ./scripts/typecheck [-C FOLDER]... [-packages PATTERN] SYSTEM...
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	var folders []string
	flag.Func("C", "the folder of a module; more may be given (default \".\")", func(folder string) error {
		folders = append(folders, folder)
		return nil
	})
	pattern := flag.String("packages", "./...", "which packages of each module")
	flag.Parse()
	if len(folders) == 0 {
		folders = []string{"."}
	}
	wrong, err := check(folders, *pattern, flag.Args())
	for _, w := range wrong {
		fmt.Fprintln(os.Stderr, w)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil || len(wrong) > 0 {
		os.Exit(1)
	}
}

// check gives what does not compile, of each module for each system.
func check(folders []string, pattern string, systems []string) (wrong []string, err error) {
	if len(systems) == 0 {
		return nil, fmt.Errorf("no system: say darwin, or another that go tool dist list has")
	}
	for _, system := range systems {
		for _, folder := range folders {
			errors, err := checkModule(folder, pattern, system)
			if err != nil {
				return wrong, fmt.Errorf("check %s for %s: %w", folder, system, err)
			}
			for _, e := range errors {
				wrong = append(wrong, system+": "+e)
			}
		}
	}
	return wrong, nil
}

// checkModule checks the packages of one module, and their tests.
func checkModule(folder, pattern, system string) (wrong []string, err error) {
	here, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	all, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: here, Tests: true,
		Env: append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0"),
		ParseFile: func(set *token.FileSet, name string, source []byte) (*ast.File, error) {
			file, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
			if file != nil && !strings.HasPrefix(name, here+string(filepath.Separator)) {
				leaveOutBodies(file)
			}
			return file, err
		},
	}, pattern)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there are no packages")
	}
	seen := map[string]bool{} // A package that has tests is there twice.
	packages.Visit(all, nil, func(p *packages.Package) {
		ours := p.Module != nil && p.Module.Main && !strings.HasSuffix(p.ID, ".test") // Which is the main of the tests, and go's.
		for _, e := range p.Errors {
			// Without their bodies the files of others import what they do not use.
			if text := e.Error(); (ours || e.Kind != packages.TypeError) && !seen[text] {
				seen[text] = true
				wrong = append(wrong, text)
			}
		}
	})
	return wrong, nil
}

// leaveOutBodies leaves of what others have written what it declares. That all of it compiles is shown by make proof.
func leaveOutBodies(file *ast.File) {
	for _, declared := range file.Decls {
		if function, is := declared.(*ast.FuncDecl); is && function.Type.TypeParams == nil {
			function.Body = nil
		}
	}
}
