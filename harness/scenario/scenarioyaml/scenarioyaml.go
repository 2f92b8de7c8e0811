// Package scenarioyaml writes scenarios as YAML and reads them back, in the same words: a field is named as in Go, in
// lower case with underscores (AtLeast is at_least), a fault by its name in the registry, a duration as text (50ms).
//
// A field that is not there has its zero value; a list that is there and empty is empty, as in Go. What is written is
// read back as the same value, for every scenario.
package scenarioyaml

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/scenario"
)

// Marshal writes a scenario as a YAML document.
func Marshal(s scenario.Scenario) ([]byte, error) {
	data, err := write(s)
	if err != nil {
		return nil, fmt.Errorf("write scenario %s: %w", s.ID, err)
	}
	return data, nil
}

// MarshalStep writes a step alone, as it stands in the list of a scenario's steps.
func MarshalStep(step scenario.Step) ([]byte, error) {
	data, err := write([]scenario.Step{step})
	if err != nil {
		return nil, fmt.Errorf("write step: %w", err)
	}
	return data, nil
}

func write(v any) ([]byte, error) {
	node, err := encode(reflect.ValueOf(v))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(node); err != nil {
		return nil, fmt.Errorf("encode YAML: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("encode YAML: %w", err)
	}
	return b.Bytes(), nil
}

// FieldNames are the names that the fields of a struct have in YAML, by their place.
func FieldNames(t reflect.Type) []string { return fieldNames(t) }

// Unmarshal reads a scenario from a YAML document and validates it. What is wrong with the document is an *Error, which
// says where, and what was expected.
func Unmarshal(data []byte) (scenario.Scenario, error) {
	var s scenario.Scenario
	root, err := parse(data)
	if err != nil {
		return s, err
	}
	d := &decoder{budget: maxNodes}
	if err := d.decode(root, reflect.ValueOf(&s).Elem()); err != nil {
		return s, err
	}
	if err := s.Validate(); err != nil {
		return s, located(root, err)
	}
	return s, nil
}

// parse gives the one document that the data hold.
func parse(data []byte) (*yaml.Node, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	if err := dec.Decode(&doc); err != nil || len(doc.Content) == 0 {
		if err == nil || len(bytes.TrimSpace(data)) == 0 {
			return nil, &Error{Line: 1, Column: 1, Text: "the file is empty, expected a scenario"}
		}
		return nil, syntax(data, err)
	}
	if dec.Decode(&more) == nil {
		return nil, errorAt(&more, "a second document, expected one scenario in a file")
	}
	return doc.Content[0], nil
}

// located gives what Validate found the place of the step or the truth that it speaks of.
func located(root *yaml.Node, err error) error {
	problem, ok := errors.AsType[*scenario.Problem](err)
	if !ok {
		return errorAt(root, "%s", strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	at := root
	for _, place := range []struct {
		list  string
		index int
	}{{"steps", problem.Step}, {"truth", problem.Truth}} {
		if list := field(root, place.list); place.index > 0 && list != nil && place.index <= len(list.Content) {
			at = list.Content[place.index-1]
		}
	}
	return errorAt(at, "%s", problem.Text)
}

// field is the value of a mapping's key; nil where there is none.
func field(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return resolve(n.Content[i+1])
		}
	}
	return nil
}

// resolve follows an alias.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}
