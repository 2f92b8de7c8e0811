package gokit

import (
	"errors"
	"io"
	"strings"
	"testing/iotest"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// ReturnsRows tells whether a programmer would call Query for a statement, and not Exec.
func ReturnsRows(sql string) bool { return govalue.ReturnsRows(sql) }

// Arguments are the arguments of a request as a call takes them: strings, and nil for NULL.
func Arguments(args []*string) []any { return govalue.Arguments(args) }

// Typed are arguments in the Go types that a program would hold them in, as far as as names one for each.
func Typed(args []*string, as []string) ([]any, error) { return govalue.Typed(args, as) }

// Places are variables of the Go types that a program would read the columns of a row into.
func Places(into []string) ([]any, error) { return govalue.Places(into) }

// Held is what places hold, as Go prints it.
func Held(places []any) []*string { return govalue.Held(places) }

// Lines is the source of a copy_in: its rows, and then the failure, where it fails.
func Lines(req target.Request) io.Reader {
	var text strings.Builder
	for _, row := range req.Rows {
		text.WriteString(row + "\n")
	}
	source := io.Reader(strings.NewReader(text.String()))
	if req.Fail != "" {
		source = io.MultiReader(source, iotest.ErrReader(errors.New(req.Fail)))
	}
	return source
}

// Copied are the rows of a copy_out: the lines of what was read.
func Copied(text string) target.Rows {
	rows := target.Rows{}
	for line := range strings.Lines(text) {
		rows = append(rows, []*string{target.Text(strings.TrimSuffix(line, "\n"))})
	}
	return rows
}
