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
	cases    []place // those that nobody has declared
	known    []place // declared deviations
	isNew    bool    // in a case that is new
}

// place is a cell of the matrix.
type place struct{ column, row int }

// gatherCauses groups what was found by its cause, the gravest first, as the summary of a run does; what was declared too, apart: how
// grave a cause is, those cases say that nobody has declared, where there are any.
func (m *model) gatherCauses() []cause {
	by := map[string]*cause{}
	for ci, c := range m.columns {
		for id, one := range c.cells {
			seen := map[string]bool{}
			for _, f := range one.line.Findings {
				if !report.Counts(one.line, f) || seen[f.Cause] {
					continue
				}
				seen[f.Cause] = true
				have := by[f.Cause]
				if have == nil {
					have = &cause{key: f.Cause}
					by[f.Cause] = have
				}
				have.add(f, one, place{ci, m.at[id]})
			}
		}
	}
	out := make([]cause, 0, len(by))
	for _, c := range by {
		for _, places := range [][]place{c.cases, c.known} {
			slices.SortFunc(places, func(a, b place) int { return cmp.Or(a.row-b.row, a.column-b.column) })
		}
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b cause) int {
		return cmp.Or(verdict.Graver(a.grave, b.grave), len(b.cases)-len(a.cases), len(b.known)-len(a.known), cmp.Compare(a.key, b.key))
	})
	return out
}

// add counts a case in which a cause was found.
func (c *cause) add(f verdict.Finding, one *cell, at place) {
	declared := one.line.Outcome == verdict.ExpectedFail
	first := len(c.cases)+len(c.known) == 0
	switch {
	case first, !declared && len(c.cases) == 0, declared == (len(c.cases) == 0) && verdict.Graver(f, c.grave) < 0:
		c.grave, c.outcome, c.question = f, f.Outcome, f.Question
	}
	if first || f.Text < c.sentence {
		c.sentence = f.Text // the same in each page of the same results
	}
	if declared {
		c.known = append(c.known, at)
		return
	}
	c.cases = append(c.cases, at)
	c.isNew = c.isNew || one.isNew
}

// shown are the cases that a cause is shown by: those that nobody has declared, or else the declared ones.
func (c *cause) shown() []place {
	if len(c.cases) > 0 {
		return c.cases
	}
	return c.known
}

// words are what a cause says, where nobody has written a sentence: its rule, operation, phase and evidence.
func (c cause) words() string {
	return strings.ReplaceAll(strings.ReplaceAll(c.key, "/", " · "), "_", " ")
}

// targets are the names of the targets that a cause was found in.
func (m *model) targets(c cause) []string {
	var names []string
	for _, p := range c.shown() {
		if name := report.Escape(m.columns[p.column].name); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
