package scenarioyaml

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Error is what is wrong with a document, and where.
type Error struct {
	// Line and Column count from 1. Column is 0 where YAML's own parser gave up, which knows lines only.
	Line, Column int
	Text         string
}

// Error is one line.
func (e *Error) Error() string {
	switch {
	case e.Line == 0:
		return e.Text
	case e.Column == 0:
		return fmt.Sprintf("line %d: %s", e.Line, e.Text)
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Text)
}

func errorAt(n *yaml.Node, format string, args ...any) error {
	return &Error{Line: n.Line, Column: n.Column, Text: fmt.Sprintf(format, args...)}
}

// syntax is an error of YAML's parser: its text begins with the line, where it knows one, and is passed on.
func syntax(err error) error {
	return &Error{Text: strings.TrimPrefix(err.Error(), "yaml: ") + ", expected YAML"}
}
