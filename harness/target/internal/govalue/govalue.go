// Package govalue is between the texts of the shim protocol and the values of a Go program, for the targets in Go.
package govalue

import (
	"database/sql"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// rowsFirst are the statements that a programmer would call Query for, past comments and parentheses; RETURNING makes one of
// any.
var (
	rowsFirst = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|/\*.*?\*/|\()*(select|values|table|show|explain|with|fetch)\b`)
	returning = regexp.MustCompile(`(?i)\breturning\b`)
)

// ReturnsRows tells whether a programmer would call Query for a statement, and not Exec.
func ReturnsRows(sql string) bool { return rowsFirst.MatchString(sql) || returning.MatchString(sql) }

// Arguments are the arguments of a request as a call takes them: strings, and nil for NULL.
func Arguments(args []*string) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if a != nil {
			out[i] = *a
		}
	}
	return out
}

// Row reads the row that is at hand, whatever its columns are. It returns the driver's error as it is.
func Row(rows *sql.Rows) ([]*string, error) {
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, places := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	if err := rows.Scan(places...); err != nil {
		return nil, err
	}
	row := make([]*string, len(columns))
	for i, v := range values {
		row[i] = text(v)
	}
	return row, nil
}

// text is a value in the form in which PostgreSQL writes it.
func text(v any) *string {
	switch v := v.(type) {
	case nil:
		return nil
	case []byte:
		return target.Text(string(v))
	case bool:
		if v {
			return target.Text("t")
		}
		return target.Text("f")
	case float64:
		return target.Text(strconv.FormatFloat(v, 'g', -1, 64))
	case time.Time:
		return target.Text(v.Format("2006-01-02 15:04:05.999999-07"))
	}
	return target.Text(fmt.Sprint(v))
}
