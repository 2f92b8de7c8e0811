package scenarioyaml

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/fault"
)

var (
	durationType = reflect.TypeFor[time.Duration]()
	faultType    = reflect.TypeFor[fault.Fault]()
)

// encode makes a value a node.
func encode(v reflect.Value) (*yaml.Node, error) {
	switch {
	case v.Type() == durationType:
		return text(time.Duration(v.Int()).String()), nil
	case v.Type() == faultType:
		return encodeFault(v.Interface().(fault.Fault))
	}
	switch v.Kind() {
	case reflect.String:
		return text(v.String()), nil
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v.Bool())}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatInt(v.Int(), 10)}, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatUint(v.Uint(), 10)}, nil
	case reflect.Float32, reflect.Float64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!float", Value: strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits())}, nil
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}, nil
		}
		return encode(v.Elem())
	case reflect.Slice, reflect.Array:
		return encodeList(v)
	case reflect.Map:
		return encodeMap(v)
	case reflect.Struct:
		return encodeStruct(v)
	}
	return nil, fmt.Errorf("a %s has no form in YAML", v.Type())
}

func text(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	switch {
	case strings.Contains(s, "\n"):
		n.Style = yaml.LiteralStyle
	case looksLikeOther.MatchString(s):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// looksLikeOther are texts that a reader of YAML takes for something else where they stand bare: a number in any of its forms
// (sexagesimal ones too), a date or a time, be it one that the calendar doesn't have, a truth value, nothing, or one of the
// two signs with a meaning. Those of YAML 1.1 are among them, which other programs read: to them "on" is true.
var looksLikeOther = regexp.MustCompile(`(?i)^(?:[-+.]?[0-9][-+.,:_0-9a-fxotz ]*|[-+]?\.(?:inf|nan)|true|false|yes|no|on|off|y|n|null|~|=|<<)$`)

func encodeList(v reflect.Value) (*yaml.Node, error) {
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	scalars := true
	for i := range v.Len() {
		one, err := encode(v.Index(i))
		if err != nil {
			return nil, err
		}
		scalars = scalars && one.Kind == yaml.ScalarNode && len(one.Value) < 30
		list.Content = append(list.Content, one)
	}
	if scalars && v.Len() < 8 {
		list.Style = yaml.FlowStyle
	}
	return list, nil
}

func encodeMap(v reflect.Value) (*yaml.Node, error) {
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		if a.CanInt() && b.CanInt() {
			return cmp.Compare(a.Int(), b.Int())
		}
		return cmp.Compare(a.String(), b.String())
	})
	for _, key := range keys {
		k, err := encode(key)
		if err != nil {
			return nil, err
		}
		value, err := encode(v.MapIndex(key))
		if err != nil {
			return nil, err
		}
		m.Content = append(m.Content, k, value)
	}
	return m, nil
}

// encodeStruct leaves out what has its zero value. An empty list is no zero value.
func encodeStruct(v reflect.Value) (*yaml.Node, error) {
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for i, name := range fieldNames(v.Type()) {
		if v.Field(i).IsZero() {
			continue
		}
		value, err := encode(v.Field(i))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		m.Content = append(m.Content, text(name), value)
	}
	return m, nil
}

// encodeFault writes a fault as its name, with its fields where it has any.
func encodeFault(f fault.Fault) (*yaml.Node, error) {
	fields, err := encode(reflect.ValueOf(f))
	if err != nil {
		return nil, fmt.Errorf("fault %s: %w", f.Name(), err)
	}
	if len(fields.Content) == 0 {
		return text(f.Name()), nil
	}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{text(f.Name()), fields}}, nil
}
