package sqlkit

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strconv"

	"github.com/pgfault/pgfault/harness/target"
)

// queryRow asks for one row, with arguments and results of Go's own types. That it is exactly one database/sql can't ask.
func (s *session) queryRow(ctx context.Context, req target.Request, a *target.Answer) error {
	args := arguments(req.Args)
	for i := range min(len(args), len(req.As)) {
		var err error
		if args[i], err = native(args[i], req.As[i]); err != nil {
			return err
		}
	}
	places := make([]any, len(req.Into))
	for i, into := range req.Into {
		var err error
		if places[i], err = place(into); err != nil {
			return err
		}
	}
	rows, err := s.runner().QueryContext(ctx, req.SQL, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(places...); err != nil {
		return err
	}
	row := make([]*string, len(places))
	for i, p := range places {
		row[i] = target.Text(fmt.Sprint(reflect.ValueOf(p).Elem()))
	}
	a.Rows = target.Rows{row}
	return rows.Close()
}

// native is an argument in the Go type that a program would hold it in.
func native(arg any, as string) (any, error) {
	text, ok := arg.(string)
	if !ok {
		return arg, nil
	}
	switch as {
	case "int8":
		return strconv.ParseInt(text, 10, 64)
	case "float8":
		return strconv.ParseFloat(text, 64)
	case "bool":
		return strconv.ParseBool(text)
	}
	return nil, fmt.Errorf("argument as %q: there is no such type here", as)
}

// place is a variable of the Go type that a program would read a column into.
func place(into string) (any, error) {
	switch into {
	case "int2":
		return new(int16), nil
	case "int8":
		return new(int64), nil
	case "float8":
		return new(float64), nil
	case "bool":
		return new(bool), nil
	case "text":
		return new(string), nil
	}
	return nil, fmt.Errorf("column into %q: there is no such type here", into)
}
