package scenarioyaml

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
)

var scenarioType = reflect.TypeFor[scenario.Scenario]()

// fault reads a fault: its name, or a map from its name to its fields.
func (d *decoder) fault(n *yaml.Node, v reflect.Value) error {
	name, fields := n, &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) == 2:
		name, fields = n.Content[0], n.Content[1]
		if fields.Tag == "!!null" { // "down:" with nothing after it
			fields = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
		}
	case n.Kind != yaml.ScalarNode:
		return errorAt(n, "%s, expected the name of one fault, with its fields under it", what(n))
	}
	entry, err := fault.Find(name.Value)
	if err != nil {
		return errorAt(name, "unknown fault %q, expected %s", name.Value, oneOf(name.Value, faultNames()))
	}
	f, err := entry.Decode(func(into any) error { return d.decode(fields, reflect.ValueOf(into).Elem()) })
	if err != nil {
		if own, ok := errors.AsType[*Error](err); ok {
			return own
		}
		return errorAt(fields, "%v", err)
	}
	v.Set(reflect.ValueOf(f))
	return nil
}

func faultNames() []string {
	names := make([]string, len(fault.Registry))
	for i, e := range fault.Registry {
		names[i] = e.Name
	}
	return names
}

// validate asks a value that was read what is wrong with it.
func (d *decoder) validate(n *yaml.Node, v reflect.Value) error {
	err := v.Interface().(validator).Validate()
	if err == nil {
		return nil
	}
	if p, ok := errors.AsType[*wire.PositionError](err); ok {
		return errorAt(n, "%s", p.Why)
	}
	return errorAt(n, "%v", err)
}

// what says what a node is, in few words.
func what(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a map"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	value := n.Value
	if len(value) > 40 {
		value = strings.ToValidUTF8(value[:40], "") + "…"
	}
	return fmt.Sprintf("%q", value)
}

// word is what a type with a closed list is called: "condition".
func word(t reflect.Type) string {
	switch name := fieldName(t.Name()); name {
	case "op":
		return "operation"
	case "tx_status":
		return "transaction status"
	default:
		return strings.ReplaceAll(name, "_", " ")
	}
}
