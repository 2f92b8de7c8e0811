package reference

import (
	"context"
	"fmt"
	"reflect"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/target"
)

// queryRow asks for exactly one row, with arguments and results of Go's own types.
func (s *session) queryRow(ctx context.Context, req target.Request, a *target.Answer) error {
	args := values(req.Args)
	for i := range min(len(args), len(req.As)) {
		var err error
		if args[i], err = native(args[i], req.As[i]); err != nil {
			return err
		}
	}
	rows, err := s.conn.Query(ctx, req.SQL, args...)
	if err != nil {
		return err
	}
	values, err := pgx.CollectExactlyOneRow(rows, func(r pgx.CollectableRow) ([]*string, error) { return read(r, req.Into) })
	if err != nil {
		return err
	}
	a.Rows = target.Rows{values}
	return nil
}

// read reads a row into variables of Go's types, and gives what they then hold.
func read(r pgx.CollectableRow, into []string) ([]*string, error) {
	places := make([]any, len(into))
	for i, t := range into {
		var err error
		if places[i], err = place(t); err != nil {
			return nil, err
		}
	}
	if err := r.Scan(places...); err != nil {
		return nil, err
	}
	out := make([]*string, len(places))
	for i, p := range places {
		out[i] = target.Text(fmt.Sprint(reflect.ValueOf(p).Elem()))
	}
	return out, nil
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
