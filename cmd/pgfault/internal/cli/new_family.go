package cli

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"slices"
)

// errNoList is a family.go that is not written as the others are.
var errNoList = errors.New("it has no list of scenarios")

// addToFamily adds a name to the end of the list that a family's All returns.
func addToFamily(path, name string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read family: %w", err)
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("read family: %w", err)
	}
	var end token.Pos
	ast.Inspect(file, func(n ast.Node) bool {
		if list, ok := n.(*ast.CompositeLit); ok && end == token.NoPos {
			end = list.Rbrace
		}
		return true
	})
	if end == token.NoPos {
		return errNoList
	}
	at := files.Position(end).Offset
	text := slices.Concat(bytes.TrimRight(source[:at], " \t\n"), []byte("\n\t\t"+name+",\n\t"), source[at:])
	if text, err = format.Source(text); err != nil {
		return fmt.Errorf("add to family: %w", err)
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return fmt.Errorf("write family: %w", err)
	}
	return nil
}
