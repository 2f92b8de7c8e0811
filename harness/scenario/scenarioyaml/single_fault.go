package scenarioyaml

import (
	"fmt"
	"reflect"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/fault"
)

// FaultOf makes the fault of that name with its fields as YAML has them, or JSON, which is YAML too. Nothing is no fields. An
// error is a *Error, where it is about what was written.
func FaultOf(name string, fields []byte) (fault.Fault, error) {
	content := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null", Line: 1, Column: 1}
	if len(fields) > 0 {
		root, err := parse(fields)
		if err != nil {
			return nil, err
		}
		content = root
	}
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: 1, Column: 1, Content: []*yaml.Node{text(name), content}}
	var f fault.Fault
	d := &decoder{budget: maxNodes}
	if err := d.fault(n, reflect.ValueOf(&f).Elem()); err != nil {
		return nil, err
	}
	return f, nil
}

// Fields are those of a fault, by their names in YAML.
func Fields(f fault.Fault) (map[string]any, error) {
	n, err := encode(reflect.ValueOf(f))
	if err != nil {
		return nil, fmt.Errorf("fault %s: %w", f.Name(), err)
	}
	fields := map[string]any{}
	if err := n.Decode(&fields); err != nil {
		return nil, fmt.Errorf("fault %s: %w", f.Name(), err)
	}
	return fields, nil
}
