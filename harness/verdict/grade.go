package verdict

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// Grade is what may be said of a client after a run of scenarios: each grade asks for all that the one before it asks for.
type Grade string

// The grades.
const (
	NotSafe     Grade = "not safe"
	Safe        Grade = "safe"        // nothing red in Safety
	Honest      Grade = "honest"      // and nothing that it said is wrong
	Informative Grade = "informative" // and it passes on the codes that were delivered to it, and says a status
	Guiding     Grade = "guiding"     // and it answers Write wherever that can be answered
	NoGrade     Grade = "no grade"    // less than half was asked
)

// codesShare is how many of the codes that were delivered an informative client passes on, in percent.
const codesShare = 95

// Graded is a grade with what it leaves out.
type Graded struct {
	Grade Grade `json:"grade"`
	// Without are the things that the client does without, as it has declared.
	Without []string `json:"without,omitempty"`
	// Asked is how many scenarios were asked of it, of Of.
	Asked int `json:"asked"`
	Of    int `json:"of"`
}

// String is the grade as it is always written: "safe, without deadlines, 402 of 516 asked".
func (g Graded) String() string {
	parts := []string{string(g.Grade)}
	for _, w := range g.Without {
		parts = append(parts, "without "+w)
	}
	return strings.Join(append(parts, fmt.Sprintf("%d of %d asked", g.Asked, g.Of)), ", ")
}

// GradeOf grades a client by the results of a run. A declared deviation is one all the same.
func GradeOf(hello target.Hello, results []Result) Graded {
	g := Graded{Without: without(hello.Has()), Of: len(results)}
	failed := map[Question]bool{}
	passed, codes, silent := 0, 0, false
	for _, r := range results {
		if len(r.Questions) == 0 || !slices.Contains([]Outcome{Fail, UnexpectedPass, Weak, ExpectedFail, Pass}, r.Outcome) {
			continue
		}
		g.Asked++
		for q, a := range r.Questions {
			failed[q] = failed[q] || a == Fail
		}
		p, n := r.codesPassed()
		passed, codes = passed+p, codes+n
		silent = silent || r.silentOfWrite()
	}
	switch {
	case 2*g.Asked < g.Of || g.Asked == 0:
		g.Grade = NoGrade
	case failed[Safety]:
		g.Grade = NotSafe
	case failed[State], failed[Names], failed[Write]:
		g.Grade = Safe
	case 100*passed < codesShare*codes, !hello.Speaks(target.ReportStatus):
		g.Grade = Honest
	case silent:
		g.Grade = Informative
	default:
		g.Grade = Guiding
	}
	return g
}

// without are the things that a target's traits do without.
func without(t target.Traits) []string {
	var out []string
	for _, one := range []struct {
		is   bool
		what string
	}{
		{t.Deadline == target.DeadlineNone, "deadlines"},
		{t.Deadline == target.DeadlineConnection, "deadlines of a call"},
		{t.DeadlineGranularityMS > 0, fmt.Sprintf("deadlines finer than %d ms", t.DeadlineGranularityMS)},
		{t.Cancel == target.CancelNone, "cancel"},
		{t.Codes == target.CodesStatement, "codes of lost connections"},
	} {
		if one.is {
			out = append(out, one.what)
		}
	}
	return out
}

// codesPassed is how many of the failures to which a code was delivered were told with it.
func (c Case) codesPassed() (passed, of int) {
	for _, o := range c.Observed {
		codes, sure := o.codes()
		if e := o.Answer.Error; e != nil && sure && len(codes) > 0 && !o.failedItself() {
			of++
			if slices.Contains(codes, e.SQLState) {
				passed++
			}
		}
	}
	return passed, of
}

// silentOfWrite tells whether nothing was said of a write of which something could be.
func (c Case) silentOfWrite() bool {
	return slices.ContainsFunc(c.Observed, func(o Observed) bool {
		do, e := c.step(o.Step), o.Answer.Error
		return e != nil && do != nil && len(do.Outcome) > 0 && mayWrite(o) && e.Outcome == "" && e.SafeToRetry == nil
	})
}

// Graver orders findings: the one that weighs more first.
func Graver(a, b Finding) int {
	if d := priority(a.Outcome) - priority(b.Outcome); d != 0 {
		return d
	}
	return grave(a) - grave(b)
}
