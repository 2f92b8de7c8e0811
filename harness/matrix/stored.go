// Package matrix keeps what clients were found to do, small enough for the repository, and makes a page of it: docs/matrix.md.
package matrix

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/clients"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Stored is what is kept of a client's runs of the catalogue: result.json in its folder.
type Stored struct {
	// Client is what it said of itself.
	Client target.Hello `json:"client"`
	// Date is the day of the last run, and Server what it was made on.
	Date   string `json:"date"`
	Server string `json:"server"`
	// Grade is what may be said of it.
	Grade verdict.Graded `json:"grade"`
	// Questions are the answers to each question, and Families the outcomes in each family, counted.
	Questions map[verdict.Question]Counts `json:"questions"`
	Families  map[string]Counts           `json:"families"`
	// Causes are what was found, the gravest first.
	Causes []Cause `json:"causes"`
}

// Counts counts outcomes.
type Counts map[verdict.Outcome]int

// Cause is a mistake that was found.
type Cause struct {
	Cause    string           `json:"cause"`
	Outcome  verdict.Outcome  `json:"outcome"`
	Question verdict.Question `json:"question,omitempty"`
	Count    int              `json:"count"`
	Sentence string           `json:"sentence"`
	Example  string           `json:"example"`
	// Declared is why it is so, where the client's expect.yaml says it.
	Declared string `json:"declared,omitempty"`
}

// Of sums up runs of one client, of which a later one counts where both have run a scenario.
func Of(runs []report.Record) Stored {
	slices.SortStableFunc(runs, func(a, b report.Record) int { return a.Run.Started.Compare(b.Run.Started) })
	last := runs[len(runs)-1].Run
	s := Stored{
		Client: last.Target, Date: last.Started.UTC().Format("2006-01-02"),
		Questions: map[verdict.Question]Counts{}, Families: map[string]Counts{},
	}
	s.Client.Protocol = 0
	if len(last.Servers) > 0 {
		s.Server = "PostgreSQL " + last.Servers[0].Version
	}
	lines := latest(runs, last.Target.Version)
	results := make([]verdict.Result, len(lines))
	declared := map[string]string{}
	for i, l := range lines {
		results[i] = l.Result
		for q, a := range l.Questions {
			count(s.Questions, q, a)
		}
		family, _, _ := strings.Cut(l.ID, "/")
		count(s.Families, family, l.Outcome)
		if l.Outcome != verdict.ExpectedFail {
			continue
		}
		lines[i].Outcome = verdict.Fail // a declared mistake is one all the same
		for _, f := range l.Findings {
			if l.Declared != nil && (len(l.Declared.Causes) == 0 || slices.Contains(l.Declared.Causes, f.Cause)) {
				declared[f.Cause] = l.Declared.Why
			}
		}
	}
	s.Grade = verdict.GradeOf(last.Target, results)
	for _, c := range report.Causes(lines) {
		if c.Outcome == verdict.Fail || c.Outcome == verdict.Weak {
			s.Causes = append(s.Causes, Cause{c.Cause, c.Outcome, c.Question, c.Count, c.Sentence, c.Example, declared[c.Cause]})
		}
	}
	return s
}

// latest are the last results of each scenario, of runs of this version of the client, by their ids.
func latest(runs []report.Record, version string) []report.Line {
	by := map[string]report.Line{}
	for _, run := range runs {
		if run.Run.Target.Version != version {
			continue
		}
		for _, l := range run.Results {
			by[l.ID] = l
		}
	}
	lines := make([]report.Line, 0, len(by))
	for _, l := range by {
		lines = append(lines, l)
	}
	slices.SortFunc(lines, func(a, b report.Line) int { return cmp.Compare(a.ID, b.ID) })
	return lines
}

func count[K comparable](in map[K]Counts, key K, outcome verdict.Outcome) {
	if in[key] == nil {
		in[key] = Counts{}
	}
	in[key][outcome]++
}

// file is where a client's runs are kept.
func file(folder, client string) string { return filepath.Join(folder, client, clients.ResultFile) }

// Load reads what is stored of the clients in a folder, by their names. Who was never run has nothing.
func Load(folder string, all []clients.Client) (map[string]Stored, error) {
	stored := map[string]Stored{}
	for _, c := range all {
		data, err := os.ReadFile(file(folder, c.Name))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read results of %s: %w", c.Name, err)
		}
		var s Stored
		if err := json.Unmarshal(data, &s); err != nil {
			return nil, fmt.Errorf("read results of %s: %w", c.Name, err)
		}
		stored[c.Name] = s
	}
	return stored, nil
}

// Store writes what was found of a client.
func Store(folder, client string, s Stored) error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(s)
	if err == nil {
		err = os.WriteFile(file(folder, client), out.Bytes(), 0o644)
	}
	if err != nil {
		return fmt.Errorf("store results of %s: %w", client, err)
	}
	return nil
}
