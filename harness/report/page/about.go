package page

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// about is what there is to say of a target, beside its cells.
type about struct {
	Version  string         `json:"version,omitempty"`
	Language string         `json:"language,omitempty"`
	Server   string         `json:"server,omitempty"`
	Homepage string         `json:"homepage,omitempty"`
	Issues   string         `json:"issues,omitempty"`
	Counts   string         `json:"counts"`
	Grade    string         `json:"grade,omitempty"`
	Word     string         `json:"word,omitempty"` // the grade alone
	Traits   [][2]string    `json:"traits,omitempty"`
	Can      []string       `json:"can,omitempty"`
	Says     []string       `json:"says,omitempty"`
	Silent   map[string]int `json:"silent"` // by question, in how many cases it said nothing
	Asked    int            `json:"asked"`
	Declared []deviation    `json:"declared,omitempty"`
	Runs     []trackedRun   `json:"runs"`
	Badge    string         `json:"badge"`
}

// deviation is what is declared of a target, and in which scenarios.
type deviation struct {
	Why       string   `json:"why"`
	Ref       string   `json:"ref,omitempty"`
	Scenarios []string `json:"scenarios"`
}

// trackedRun is a run of a target.
type trackedRun struct {
	Started string `json:"started"`
	Version string `json:"version,omitempty"`
	Seed    int64  `json:"seed"`
	Command string `json:"command"`
	Counts  string `json:"counts"`
	Before  bool   `json:"before,omitempty"` // it is one that the others are compared with
}

func (m *model) about(c *column) about {
	out := about{
		Version: report.Escape(c.hello.Version), Language: report.Escape(c.hello.Language), Server: report.Escape(c.server),
		Homepage: web(c.hello.Homepage), Issues: web(c.hello.IssuesURL), Counts: report.Summary{Counts: c.counts}.CountsText(),
		Traits: traits(c.hello), Silent: map[string]int{}, Declared: c.deviations(), Badge: badge(c),
	}
	if c.grade != nil {
		out.Grade, out.Word = report.Escape(c.grade.String()), string(c.grade.Grade)
	}
	for _, one := range c.hello.Capabilities {
		out.Can = append(out.Can, report.Escape(string(one)))
	}
	for _, one := range c.hello.Reports {
		out.Says = append(out.Says, report.Escape(string(one)))
	}
	for _, one := range c.cells {
		if len(one.line.Questions) == 0 {
			continue
		}
		out.Asked++
		for _, q := range verdict.Questions {
			if a := one.line.Questions[q]; a == verdict.NotAsked || a == "" {
				out.Silent[string(q)]++
			}
		}
	}
	for _, i := range c.runs {
		out.Runs = append(out.Runs, tracked(m.sources[i], false))
	}
	for _, s := range m.o.Against {
		if s.Record.Run.Target.Name == c.hello.Name {
			out.Runs = append(out.Runs, tracked(s, true))
		}
	}
	return out
}

func tracked(s Source, before bool) trackedRun {
	counts := map[verdict.Outcome]int{}
	for _, l := range s.Record.Results {
		counts[l.Outcome]++
	}
	run := s.Record.Run
	return trackedRun{
		Started: run.Started.UTC().Format("2006-01-02 15:04 UTC"), Version: report.Escape(run.Target.Version), Seed: run.Seed,
		Command: text(strings.Join(run.Command, " ")), Counts: report.Summary{Counts: counts}.CountsText(), Before: before,
	}
}

// web is an address that a target names, where a browser may follow it.
func web(address string) string {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return ""
	}
	return text(address)
}

// traits are those that a target declared, each with its value.
func traits(h target.Hello) [][2]string {
	if h.Traits == nil {
		return nil
	}
	data, err := json.Marshal(h.Traits)
	var said map[string]any
	if err != nil || json.Unmarshal(data, &said) != nil {
		return nil
	}
	var out [][2]string
	for _, name := range slices.Sorted(maps.Keys(said)) {
		value := fmt.Sprint(said[name])
		if list, ok := said[name].([]any); ok {
			words := make([]string, len(list))
			for i, one := range list {
				words[i] = fmt.Sprint(one)
			}
			value = strings.Join(words, ", ")
		}
		out = append(out, [2]string{name, text(value)})
	}
	return out
}

// deviations are those that hold for a target here, with the scenarios of each.
func (c *column) deviations() []deviation {
	by := map[string]*deviation{}
	for _, id := range slices.Sorted(maps.Keys(c.cells)) {
		d := c.cells[id].line.Declared
		if d == nil {
			continue
		}
		key := d.Why + "\x00" + d.Ref
		if by[key] == nil {
			by[key] = &deviation{Why: text(d.Why), Ref: text(d.Ref)}
		}
		by[key].Scenarios = append(by[key].Scenarios, report.Escape(id))
	}
	var out []deviation
	for _, key := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[key])
	}
	return out
}
