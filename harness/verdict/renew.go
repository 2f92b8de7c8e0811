package verdict

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Renewed is what came of renewing a file of deviations.
type Renewed struct {
	// File is the file as it is to be.
	File []byte
	// Added are causes that are new, Dropped what is not found any more: a cause, or a scenario by its ID.
	Added, Dropped []string
}

// RenewDeviations renews a file of declared deviations by the results of a run: a cause that is new gets an entry, each cause
// has the scenarios that it was found in, and what was not found any more is dropped. Comments, reasons and references stay, and so
// does what the run says nothing of: scenarios that were not run or not decided, and what is declared for other versions of the
// target than this one. A map from scenarios becomes a list.
func RenewDeviations(file []byte, results []Result, version string) (Renewed, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(file, &doc); err != nil {
		return Renewed{}, fmt.Errorf("renew deviations: %w", err)
	}
	if _, err := LoadDeviations(file); err != nil {
		return Renewed{}, fmt.Errorf("renew deviations: %w", err)
	}
	r := &renewal{version: version, found: map[string]*foundCause{}, decided: map[string]Outcome{}, covered: map[string]bool{}}
	r.look(results)
	list := listOf(&doc)
	list.Content = slices.DeleteFunc(list.Content, r.staleScenario)
	list.Content = slices.DeleteFunc(list.Content, r.staleCause)
	r.add(list)
	out := Renewed{Added: r.added, Dropped: r.dropped}
	if len(list.Content) == 0 && doc.HeadComment == "" {
		return out, nil
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(&doc); err != nil {
		return Renewed{}, fmt.Errorf("renew deviations: %w", err)
	}
	out.File = b.Bytes()
	return out, nil
}

// foundCause is a cause that a run has found: where, and how it reads there.
type foundCause struct {
	scenarios []string
	text      string
}

// renewal is a file that is renewed.
type renewal struct {
	version        string
	found          map[string]*foundCause
	decided        map[string]Outcome // of the scenarios that the run decided
	covered        map[string]bool    // scenarios that are declared by their ID
	added, dropped []string
}

// look takes the reds of the results.
func (r *renewal) look(results []Result) {
	for _, one := range results {
		switch one.Outcome {
		case HarnessError, Unknown, Skipped, Unsupported, NotMet:
			continue
		}
		r.decided[one.ID] = one.Outcome
		for _, f := range one.Findings {
			if f.Outcome != Fail || f.Cause == "" {
				continue
			}
			c := r.found[f.Cause]
			if c == nil {
				c = &foundCause{text: f.Text}
				r.found[f.Cause] = c
			}
			if !slices.Contains(c.scenarios, one.ID) {
				c.scenarios = append(c.scenarios, one.ID)
			}
		}
	}
}

// holds tells whether an entry is one for the version of the target.
func (r *renewal) holds(entry *yaml.Node) bool {
	versions, err := ParseVersions(fieldOf(entry, "versions"))
	if err != nil {
		return true
	}
	holds, err := versions.Have(r.version)
	return err == nil && holds
}

// staleScenario tells whether an entry of a scenario is to be dropped; what one that stays declares no cause does.
func (r *renewal) staleScenario(entry *yaml.Node) bool {
	id := fieldOf(entry, "id")
	if id == "" || !r.holds(entry) {
		return false
	}
	outcome, decided := r.decided[id]
	if decided && outcome == UnexpectedPass {
		r.dropped = append(r.dropped, id)
		return true
	}
	r.covered[id] = true
	return false
}

// staleCause tells whether an entry of a cause is to be dropped, and renews the scenarios of one that stays.
func (r *renewal) staleCause(entry *yaml.Node) bool {
	if fieldOf(entry, "id") != "" || !r.holds(entry) {
		return false
	}
	cause, list := fieldOf(entry, "cause"), nodeOf(entry, "scenarios")
	var now []string
	for _, one := range list.Content {
		if _, decided := r.decided[one.Value]; !decided {
			now = append(now, one.Value)
		}
	}
	if c := r.found[cause]; c != nil {
		for _, id := range c.scenarios {
			if !r.covered[id] {
				now = append(now, id)
			}
		}
		delete(r.found, cause)
	}
	if len(now) == 0 {
		r.dropped = append(r.dropped, cause)
		return true
	}
	setScenarios(list, now)
	return false
}

// add gives each cause that is left an entry: those in most scenarios first.
func (r *renewal) add(list *yaml.Node) {
	causes := slices.SortedFunc(maps.Keys(r.found), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(r.found[b].scenarios), len(r.found[a].scenarios)), strings.Compare(a, b))
	})
	for _, cause := range causes {
		c := r.found[cause]
		c.scenarios = slices.DeleteFunc(c.scenarios, func(id string) bool { return r.covered[id] })
		if len(c.scenarios) == 0 {
			continue
		}
		scenarios := &yaml.Node{Kind: yaml.SequenceNode}
		setScenarios(scenarios, c.scenarios)
		list.Content = append(list.Content, &yaml.Node{
			Kind: yaml.MappingNode, HeadComment: "New: say why, and in ref where it is reported.", Content: []*yaml.Node{
				scalar("cause"), scalar(cause), scalar("scenarios"), scenarios, scalar("outcome"), scalar(string(Fail)), scalar("why"), scalar(c.text),
			},
		})
		r.added = append(r.added, cause)
	}
}

// listOf makes a document a list of entries. An entry of a map gets its scenario as its id, and keeps what is said of it.
func listOf(doc *yaml.Node) *yaml.Node {
	if doc.Kind == 0 {
		*doc = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.SequenceNode}}}
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return root
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, HeadComment: root.HeadComment, FootComment: root.FootComment}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, entry := root.Content[i], root.Content[i+1]
		entry.HeadComment, entry.FootComment, key.HeadComment, key.FootComment = key.HeadComment, key.FootComment, "", ""
		entry.Style = 0
		id := scalar("id")
		key.Style = 0
		entry.Content = append([]*yaml.Node{id, key}, entry.Content...)
		list.Content = append(list.Content, entry)
	}
	doc.Content[0] = list
	return list
}

// setScenarios has a list hold these, in order; what was there keeps its comments.
func setScenarios(list *yaml.Node, ids []string) {
	slices.Sort(ids)
	was := map[string]*yaml.Node{}
	for _, one := range list.Content {
		was[one.Value] = one
	}
	list.Content, list.Style = nil, 0
	for _, id := range slices.Compact(ids) {
		if one := was[id]; one != nil {
			list.Content = append(list.Content, one)
			continue
		}
		list.Content = append(list.Content, scalar(id))
	}
}

func scalar(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func nodeOf(entry *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(entry.Content); i += 2 {
		if entry.Content[i].Value == name {
			return entry.Content[i+1]
		}
	}
	return &yaml.Node{}
}

func fieldOf(entry *yaml.Node, name string) string { return nodeOf(entry, name).Value }
