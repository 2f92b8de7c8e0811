package verdict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Deviation declares that a target is known not to pass a scenario: it is a fact to live with, and an error once it is
// no longer true.
type Deviation struct {
	// Outcome is what the scenario is known to give: fail or weak.
	Outcome Outcome `yaml:"outcome" json:"outcome"`
	// Rule, if set, is the rule that must have found it: a failure of another kind is not the declared one.
	Rule string `yaml:"rule,omitempty" json:"rule,omitempty"`
	// Causes, if set, are the causes that are known: a failure by another is not the declared one. In YAML each is an entry of
	// its own, with the scenarios that it is found in.
	Causes []string `yaml:"-" json:"causes,omitempty"`
	// Why says in words what is wrong with the target.
	Why string `yaml:"why" json:"why"`
	// Ref is where it is reported.
	Ref string `yaml:"ref,omitempty" json:"ref,omitempty"`
	// Versions are those of the target's library that it holds for, as ">=5.9.0 <5.13.0"; none are all.
	Versions Versions `yaml:"versions,omitempty" json:"-"`
}

// Deviations are the declared deviations of a target, by the scenario's ID.
type Deviations map[string]Deviation

// For gives those that hold for a target of this version, as the target's hello says it. An error means that the target
// says no version, and that one is declared for some versions only.
func (d Deviations) For(version string) (Deviations, error) {
	out := Deviations{}
	for _, id := range slices.Sorted(maps.Keys(d)) {
		holds, err := d[id].Versions.Have(version)
		if err != nil {
			return nil, fmt.Errorf("choose deviations: %s: %w", id, err)
		}
		if holds {
			out[id] = d[id]
		}
	}
	return out, nil
}

// LoadDeviations reads declared deviations from YAML: a map from the scenario's ID to its deviation, or a list whose
// entries name theirs in "id", or a cause in "cause" and the "scenarios" that it is found in; a scenario may then be found
// under several causes. ids are the scenarios that there are; where none are given the IDs stay unchecked.
// Errors are one line that says where and what; the caller knows the file's name.
func LoadDeviations(data []byte, ids ...string) (Deviations, error) {
	var root, more yaml.Node
	docs := yaml.NewDecoder(bytes.NewReader(data))
	if err := docs.Decode(&root); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("parse deviations: %w", err)
	}
	switch err := docs.Decode(&more); {
	case err == nil:
		return nil, fmt.Errorf("line %d: a second document, expected one map or list of deviations in a file", more.Line)
	case !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("parse deviations: %w", err)
	}
	p := &deviationParser{ids: ids, out: Deviations{}}
	if len(root.Content) == 0 {
		return p.out, nil
	}
	if err := p.document(root.Content[0]); err != nil {
		return nil, err
	}
	return p.out, nil
}

type deviationParser struct {
	ids []string
	out Deviations
}

func (p *deviationParser) errorf(at *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("parse deviations: line %d: %s", at.Line, fmt.Sprintf(format, args...))
}

func (p *deviationParser) document(n *yaml.Node) error {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if err := p.entry(n.Content[i], n.Content[i+1], n.Content[i].Value); err != nil {
				return err
			}
		}
	case yaml.SequenceNode:
		for _, one := range n.Content {
			if err := p.entry(one, one, ""); err != nil {
				return err
			}
		}
	default:
		return p.errorf(n, "expected a map from scenario to deviation, or a list of deviations")
	}
	return nil
}

func (p *deviationParser) entry(at, body *yaml.Node, id string) error {
	if body.Kind != yaml.MappingNode {
		return p.errorf(at, "expected outcome and why")
	}
	var d Deviation
	var found []string
	seen := map[string]bool{}
	for i := 0; i+1 < len(body.Content); i += 2 {
		key, value := body.Content[i], body.Content[i+1]
		if seen[key.Value] {
			return p.errorf(key, "field %s is there twice", key.Value)
		}
		seen[key.Value] = true
		if err := p.field(key, value, &id, &d, &found); err != nil {
			return err
		}
	}
	switch byCause := len(d.Causes) > 0; {
	case byCause != (len(found) > 0), byCause && id != "":
		return p.errorf(at, "a cause goes with the scenarios that it is found in, and with no id")
	case !byCause:
		return p.add(at, id, d)
	}
	for _, one := range found {
		if err := p.add(at, one, d); err != nil {
			return err
		}
	}
	return nil
}

// field reads one field of an entry.
func (p *deviationParser) field(key, value *yaml.Node, id *string, d *Deviation, found *[]string) error {
	if key.Value == "scenarios" {
		if err := value.Decode(found); err != nil || value.Kind != yaml.SequenceNode {
			return p.errorf(value, "scenarios must be a list of ids")
		}
		return nil
	}
	if value.Kind != yaml.ScalarNode {
		return p.errorf(value, "%s must be text", key.Value)
	}
	switch {
	case key.Value == "id" && *id == "":
		*id = value.Value
	case key.Value == "cause" && *id == "":
		d.Causes = []string{value.Value}
	case key.Value == "outcome":
		d.Outcome = Outcome(value.Value)
	case key.Value == "rule":
		d.Rule = value.Value
	case key.Value == "why":
		d.Why = value.Value
	case key.Value == "ref":
		d.Ref = value.Value
	case key.Value == "versions":
		var err error
		if d.Versions, err = ParseVersions(value.Value); err != nil {
			return p.errorf(value, "%v", err)
		}
	default:
		return p.errorf(key, "unknown field %q, expected outcome, rule, why, ref or versions", key.Value)
	}
	return nil
}

func (p *deviationParser) add(at *yaml.Node, id string, d Deviation) error {
	before, twice := p.out[id]
	if twice && len(before.Causes) > 0 && len(d.Causes) > 0 && !slices.Contains(before.Causes, d.Causes[0]) {
		twice = false
		if before.Versions != d.Versions {
			return p.errorf(at, "scenario %q is declared for other versions by another cause", id)
		}
	}
	switch {
	case id == "":
		return p.errorf(at, "the deviation names no scenario (id)")
	case len(p.ids) > 0 && !slices.Contains(p.ids, id):
		return p.errorf(at, "unknown scenario %q", id)
	case twice:
		return p.errorf(at, "scenario %q is declared twice", id)
	case d.Outcome != Fail && d.Outcome != Weak:
		return p.errorf(at, "%s: outcome is %q, expected %q or %q", id, d.Outcome, Fail, Weak)
	case d.Why == "":
		return p.errorf(at, "%s: a deviation needs a why", id)
	}
	if len(before.Causes) > 0 {
		d = before.with(d)
	}
	p.out[id] = d
	return nil
}

// with is what is declared by several causes: the gravest outcome, and each reason once.
func (d Deviation) with(other Deviation) Deviation {
	d.Causes = append(slices.Clip(d.Causes), other.Causes...)
	if other.Outcome == Fail {
		d.Outcome = Fail
	}
	if other.Why != d.Why {
		d.Why += "; " + other.Why
	}
	if d.Ref == "" {
		d.Ref = other.Ref
	}
	return d
}
