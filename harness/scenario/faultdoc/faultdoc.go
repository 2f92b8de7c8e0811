// Package faultdoc says of each fault what it does, what its fields are, how it is written and what comes over the wire: as a
// page, and as text for a terminal. Both are made of the registry, its examples, and the comments of the structs themselves.
package faultdoc

import (
	"bytes"
	"fmt"
	"reflect"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
	"github.com/pgfault/pgfault/harness/wire"
)

// Fault is what there is to say of a fault.
type Fault struct {
	Name, Summary string
	// Doc is the whole of what it does.
	Doc string
	// Wire is what comes over the wire.
	Wire   string
	Fields []Field
	// YAML and Go are the example, as a step of a scenario and as a value.
	YAML, Go string
}

// Field is a field of a fault, of a position, or of what is said.
type Field struct {
	// Name is its name in YAML, Type what is written there.
	Name, Type string
	Doc        string
}

// Faults are all faults, in the order of the registry.
func Faults() ([]Fault, error) {
	known, err := read(fault.Source)
	if err != nil {
		return nil, err
	}
	out := make([]Fault, len(fault.Registry))
	for i, entry := range fault.Registry {
		example := fault.Examples[i]
		step, err := scenarioyaml.MarshalStep(scenario.Step{Inject: example.Fault})
		if err != nil {
			return nil, fmt.Errorf("write example of %s: %w", entry.Name, err)
		}
		t := reflect.TypeOf(example.Fault)
		out[i] = Fault{
			Name: entry.Name, Summary: entry.Summary, Doc: known.types[t.Name()], Wire: example.Wire, Fields: known.describe(t),
			YAML: string(bytes.TrimSpace(step)), Go: golang(reflect.ValueOf(example.Fault)),
		}
	}
	return out, nil
}

// Part is a struct that faults have in common.
type Part struct {
	Title, Doc string
	Fields     []Field
	// Position is whether it is a position, which names messages.
	Position bool
}

// Parts are what faults have in common: a position, what is said, and the fields of an error.
func Parts() ([]Part, error) {
	known, err := read(wire.Source)
	if err != nil {
		return nil, err
	}
	var out []Part
	for _, part := range []struct {
		title string
		of    reflect.Type
	}{
		{"A position: at", reflect.TypeFor[wire.Position]()},
		{"What is said: say", reflect.TypeFor[wire.Content]()},
		{"An error or a notice: error, notice", reflect.TypeFor[wire.Fields]()},
	} {
		out = append(out, Part{Title: part.title, Doc: known.types[part.of.Name()], Fields: known.describe(part.of), Position: part.of == reflect.TypeFor[wire.Position]()})
	}
	return out, nil
}

func (c comments) describe(t reflect.Type) []Field {
	names := scenarioyaml.FieldNames(t)
	fields := make([]Field, len(names))
	for i, name := range names {
		f := t.Field(i)
		fields[i] = Field{Name: name, Type: kind(f.Type), Doc: c.fields[t.Name()][f.Name]}
	}
	return fields
}

// kind says what is written for a value of a type.
func kind(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[time.Duration]():
		return "duration"
	case reflect.TypeFor[wire.Position]():
		return "position"
	case reflect.TypeFor[wire.Direction]():
		return "upstream or downstream"
	case reflect.TypeFor[wire.Content]():
		return "what is said"
	case reflect.TypeFor[wire.Fields]():
		return "fields of an error"
	}
	switch {
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Float32, t.Kind() == reflect.Float64:
		return "number"
	}
	return "whole number"
}
