package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// cause is a mistake that was found, in however many cases of however many targets.
type cause struct {
	key      string
	outcome  verdict.Outcome
	question verdict.Question
	sentence string
	grave    verdict.Finding
	cases    []place
	isNew    bool // in a case that is new
	declared bool // in declared deviations only
}

// place is a cell of the matrix.
type place struct{ column, row int }

// gatherCauses groups what was found by its cause, the gravest first, as the summary of a run does; what was declared too, apart.
func (m *model) gatherCauses() []cause {
	by := map[string]*cause{}
	for ci, c := range m.columns {
		for id, one := range c.cells {
			seen := map[string]bool{}
			for _, f := range one.line.Findings {
				if f.Cause == "" || f.Outcome == verdict.Undecidable || seen[f.Cause] {
					continue
				}
				seen[f.Cause] = true
				have := by[f.Cause]
				if have == nil {
					have = &cause{key: f.Cause, outcome: f.Outcome, question: f.Question, sentence: f.Text, grave: f, declared: true}
					by[f.Cause] = have
				}
				if verdict.Graver(f, have.grave) < 0 {
					have.grave, have.outcome, have.question = f, f.Outcome, f.Question
				}
				have.sentence = min(have.sentence, f.Text) // the same in each page of the same results
				have.cases = append(have.cases, place{ci, m.at[id]})
				have.isNew = have.isNew || one.isNew
				have.declared = have.declared && one.line.Outcome == verdict.ExpectedFail
			}
		}
	}
	out := make([]cause, 0, len(by))
	for _, c := range by {
		slices.SortFunc(c.cases, func(a, b place) int { return cmp.Or(a.row-b.row, a.column-b.column) })
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b cause) int {
		return cmp.Or(verdict.Graver(a.grave, b.grave), len(b.cases)-len(a.cases), cmp.Compare(a.key, b.key))
	})
	return out
}

// words are what a cause says, where nobody has written a sentence: its rule, operation, phase and evidence.
func (c cause) words() string {
	return strings.ReplaceAll(strings.ReplaceAll(c.key, "/", " · "), "_", " ")
}

// targets are the names of the targets that a cause was found in.
func (m *model) targets(c cause) []string {
	var names []string
	for _, p := range c.cases {
		if name := report.Escape(m.columns[p.column].name); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
