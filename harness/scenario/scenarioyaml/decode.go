package scenarioyaml

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/internal/spell"
)

// maxNodes bounds what a document may hold, its aliases written out.
const maxNodes = 100_000

// decoder reads nodes into values. Its errors are all *Error.
type decoder struct{ budget int }

// validator is a value that knows what is wrong with itself, as a position does.
type validator interface{ Validate() error }

// decode reads a node into v.
func (d *decoder) decode(n *yaml.Node, v reflect.Value) error {
	n = resolve(n)
	if d.budget--; d.budget < 0 {
		return errorAt(n, "more than %d values, expected a scenario of a reasonable size", maxNodes)
	}
	switch {
	case v.Type() == durationType:
		return d.duration(n, v)
	case v.Type() == faultType:
		return d.fault(n, v)
	}
	switch v.Kind() {
	case reflect.String:
		return d.text(n, v)
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return d.number(n, v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.decode(n, v.Elem())
	case reflect.Interface: // of any kind: what YAML makes of it
		if err := n.Decode(v.Addr().Interface()); err != nil {
			return errorAt(n, "%s, expected a value", what(n))
		}
		return nil
	case reflect.Slice:
		return d.list(n, v)
	case reflect.Map:
		return d.mapping(n, v)
	case reflect.Struct:
		return d.structure(n, v)
	}
	return errorAt(n, "a %s can't be written in YAML", v.Type())
}

// text takes every scalar as it is written, but null: 1 and true are text where text is expected.
func (d *decoder) text(n *yaml.Node, v reflect.Value) error {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		hint := ""
		if n.Kind == yaml.ScalarNode {
			hint = ` (NULL is written as \N)`
		}
		return errorAt(n, "%s, expected text%s", what(n), hint)
	}
	if list, ok := closed[v.Type()]; ok && !slices.Contains(list, n.Value) {
		return errorAt(n, "unknown %s %q, expected %s", word(v.Type()), n.Value, oneOf(n.Value, list))
	}
	v.SetString(n.Value)
	return nil
}

func (d *decoder) duration(n *yaml.Node, v reflect.Value) error {
	if n.Kind == yaml.ScalarNode {
		if value, err := time.ParseDuration(n.Value); err == nil {
			v.SetInt(int64(value))
			return nil
		}
	}
	return errorAt(n, "%s, expected a duration such as 50ms or 1.5s", what(n))
}

func (d *decoder) number(n *yaml.Node, v reflect.Value) error {
	if n.Kind == yaml.ScalarNode && n.Decode(v.Addr().Interface()) == nil && n.Tag != "!!null" {
		if _, ok := v.Interface().(validator); ok {
			return d.validate(n, v)
		}
		return nil
	}
	expected := "a whole number"
	switch {
	case v.Kind() == reflect.Bool:
		expected = "true or false"
	case v.CanFloat():
		expected = "a number"
	case v.CanUint():
		expected = "a whole number from 0"
	case v.Type().Bits() < 64:
		expected = "a whole number up to " + strconv.Itoa(math.MaxInt32)
	}
	return errorAt(n, "%s, expected %s", what(n), expected)
}

func (d *decoder) list(n *yaml.Node, v reflect.Value) error {
	if n.Kind != yaml.SequenceNode {
		return errorAt(n, "%s, expected a list", what(n))
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, one := range n.Content {
		if err := d.decode(one, v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value) error {
	if n.Kind != yaml.MappingNode {
		return errorAt(n, "%s, expected a map", what(n))
	}
	v.Set(reflect.MakeMap(v.Type()))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if err := d.decode(n.Content[i], key); err != nil {
			return err
		}
		if v.MapIndex(key).IsValid() {
			return errorAt(n.Content[i], "%s is there twice", n.Content[i].Value)
		}
		if err := d.decode(n.Content[i+1], value); err != nil {
			return err
		}
		v.SetMapIndex(key, value)
	}
	return nil
}

// structure reads a map into a struct: no field that there isn't, and none twice.
func (d *decoder) structure(n *yaml.Node, v reflect.Value) error {
	names := fieldNames(v.Type())
	if n.Kind != yaml.MappingNode {
		return errorAt(n, "%s, expected a map with %s", what(n), strings.Join(names, ", "))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		at := slices.Index(names, key.Value)
		switch {
		case at < 0:
			return errorAt(key, "unknown field %q, expected %s", key.Value, oneOf(key.Value, names))
		case seen[key.Value]:
			return errorAt(key, "field %s is there twice", key.Value)
		}
		seen[key.Value] = true
		if err := d.decode(n.Content[i+1], v.Field(at)); err != nil {
			return err
		}
	}
	if _, whole := v.Interface().(validator); whole && v.Type() != scenarioType {
		return d.validate(n, v)
	}
	return nil
}

// oneOf says what was meant by a word that is not in the list, or else what there is.
func oneOf(word string, list []string) string {
	if near := spell.Nearest(word, list); near != "" {
		return near + "?"
	}
	if len(list) > 40 {
		return "one of the list in the documentation"
	}
	return "one of " + strings.Join(list, ", ")
}
