package faultdoc

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// golang writes a value as Go code does, without what has its zero value.
func golang(v reflect.Value) string {
	if d, ok := v.Interface().(time.Duration); ok {
		return duration(d)
	}
	switch v.Kind() {
	case reflect.Struct:
		var fields []string
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				fields = append(fields, v.Type().Field(i).Name+": "+golang(v.Field(i)))
			}
		}
		return v.Type().String() + "{" + strings.Join(fields, ", ") + "}"
	case reflect.Pointer, reflect.Interface:
		return golang(v.Elem())
	case reflect.String:
		return strconv.Quote(v.String())
	}
	return fmt.Sprint(v.Interface())
}

func duration(d time.Duration) string {
	for _, unit := range []struct {
		one  time.Duration
		name string
	}{{time.Second, "time.Second"}, {time.Millisecond, "time.Millisecond"}, {time.Microsecond, "time.Microsecond"}} {
		switch {
		case d == unit.one:
			return unit.name
		case d%unit.one == 0:
			return fmt.Sprintf("%d * %s", d/unit.one, unit.name)
		}
	}
	return fmt.Sprintf("%d", int64(d))
}
