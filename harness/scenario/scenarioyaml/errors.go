package scenarioyaml

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Error is what is wrong with a document, and where.
type Error struct {
	// Line and Column count from 1.
	Line, Column int
	Text         string
}

// Error is one line.
func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Text)
}

func errorAt(n *yaml.Node, format string, args ...any) error {
	return &Error{Line: n.Line, Column: n.Column, Text: fmt.Sprintf(format, args...)}
}
