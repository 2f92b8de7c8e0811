package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// The kinds of differences between two runs.
const (
	diffNew     = "new"     // red, and was not, or by another cause
	diffMended  = "mended"  // was red, and is not
	diffChanged = "changed" // another outcome, neither of them red
	diffGone    = "gone"    // was there, and is not
	diffAdded   = "added"   // was not there, and is not red
)

// difference is what differs between the runs and those that they are compared with.
type difference struct {
	Kind   string
	Target string
	Key    string
	ID     string
	Was    verdict.Outcome
	Is     verdict.Outcome
	Reason string
}

// earlier finds among columns the one that this is compared with: of the same target, on the same server where there is one, else
// on one of its major version, and of the same version of the target; of equal ones the last that was given.
func (c *column) earlier(all []*column) *column {
	var found *column
	most := -1
	for _, other := range all {
		if other.hello.Name != c.hello.Name {
			continue
		}
		fit := 4*boolean(other.server == c.server) + 2*boolean(major(other.server) == major(c.server)) + boolean(other.hello.Version == c.hello.Version)
		if fit >= most {
			found, most = other, fit
		}
	}
	return found
}

// major is what stands before the first dot of a server's version.
func major(server string) string {
	name, _, _ := strings.Cut(server, ".")
	return name
}

// Comparable says in its error that no target of these runs is in those that they are to be compared with: all that is red would be new.
func Comparable(sources, against []Source) error {
	if len(against) == 0 {
		return nil
	}
	var here, there []string
	for _, s := range against {
		there = append(there, s.Record.Run.Target.Name)
	}
	for _, s := range sources {
		if slices.Contains(there, s.Record.Run.Target.Name) {
			return nil
		}
		here = append(here, s.Record.Run.Target.Name)
	}
	return fmt.Errorf("nothing can be compared: these are results of %s, those of %s", names(here), names(there))
}

func names(all []string) string {
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// compare fills in what each cell was before, and what is new. Without a run to compare with, what is red is new: it was not
// declared.
func (m *model) compare() {
	for _, c := range m.columns {
		before := m.before[c]
		for id, one := range c.cells {
			if before == nil {
				one.isNew = isRed(one.line.Outcome)
				continue
			}
			was := before.cells[id]
			if was != nil {
				one.before = was.line.Outcome
			}
			one.isNew = isRed(one.line.Outcome) && (was == nil || !isRed(was.line.Outcome) || otherCause(was.line, one.line))
		}
	}
}

// otherCause tells whether a red result has a red cause that it did not have before.
func otherCause(was, is report.Line) bool {
	known := map[string]bool{}
	for _, f := range was.Findings {
		known[f.Cause] = true
	}
	for _, f := range is.Findings {
		if f.Outcome == verdict.Fail && !known[f.Cause] {
			return true
		}
	}
	return false
}

// differences are all that differs, what is new first.
func (m *model) differences() []difference {
	var out []difference
	for _, c := range m.columns {
		before := m.before[c]
		if before == nil {
			continue
		}
		for id, one := range c.cells {
			if kind := one.kind(); kind != "" {
				out = append(out, difference{
					Kind: kind, Target: report.Escape(c.name), Key: c.key, ID: report.Escape(id), Was: one.before, Is: one.line.Outcome, Reason: text(one.line.Reason),
				})
			}
		}
		for id, was := range before.cells {
			if c.cells[id] == nil {
				out = append(out, difference{Kind: diffGone, Target: report.Escape(c.name), Key: c.key, ID: report.Escape(id), Was: was.line.Outcome})
			}
		}
	}
	order := []string{diffNew, diffMended, diffChanged, diffGone, diffAdded}
	slices.SortFunc(out, func(a, b difference) int {
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), cmp.Compare(a.Target, b.Target), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// kind is how a cell differs from what it was; empty where it does not.
func (one *cell) kind() string {
	switch {
	case one.isNew:
		return diffNew
	case one.before == "":
		return diffAdded
	case isRed(one.before) && !isRed(one.line.Outcome):
		return diffMended
	case one.before != one.line.Outcome:
		return diffChanged
	}
	return ""
}
