package govalue

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/pgfault/pgfault/harness/target"
)

// Typed are arguments in the Go types that a program would hold them in, as far as as names one for each.
func Typed(args []*string, as []string) ([]any, error) {
	out := Arguments(args)
	for i := range min(len(out), len(as)) {
		var err error
		if out[i], err = native(out[i], as[i]); err != nil {
			return nil, err
		}
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

// Places are variables of the Go types that a program would read the columns of a row into.
func Places(into []string) ([]any, error) {
	places := make([]any, len(into))
	for i, t := range into {
		var err error
		if places[i], err = place(t); err != nil {
			return nil, err
		}
	}
	return places, nil
}

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

// Held is what places hold, as Go prints it.
func Held(places []any) []*string {
	row := make([]*string, len(places))
	for i, p := range places {
		row[i] = target.Text(fmt.Sprint(reflect.ValueOf(p).Elem()))
	}
	return row
}
