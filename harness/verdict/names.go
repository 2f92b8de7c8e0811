package verdict

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// generalCodes are those by which drivers say that a connection is lost, whatever the server has said before, and the general
// errors of ODBC, PDO and DBI, which no server says.
var generalCodes = []string{"08000", "08001", "08003", "08004", "08006", "08007", "08S01", "HY000", "S1000"}

// names judges what a failure was called: by the codes that were delivered, and where none was by what is expected.
func (c *Case) names(o Observed, want []scenario.Expect) []Finding {
	e := o.Answer.Error
	if e == nil {
		e = &target.Error{}
	}
	codes, sure := o.codes()
	out := c.code(o, e, codes, sure)
	out = append(out, c.class(o, e, codes, sure, want)...)
	out = append(out, c.condition(o, e, codes, sure, want)...)
	for _, a := range []struct {
		name, said string
		want       func(scenario.Expect) []string
	}{
		{"origin", string(e.Origin), func(w scenario.Expect) []string { return texts(w.Origin) }},
		{"scope", string(e.Scope), func(w scenario.Expect) []string { return texts(w.Scope) }},
		{"first", e.First, func(w scenario.Expect) []string { return w.First }},
	} {
		right := collect(want, a.want)
		if a.said == "" || len(right) == 0 || slices.Contains(right, a.said) {
			continue
		}
		out = append(out, red(Names, a.name, o, against(a.said, right), fmt.Sprintf("%s is %q, expected %s", a.name, clip(a.said), strings.Join(right, " or "))))
	}
	return out
}

// against is a claim against what is right, without what a scenario calls things.
func against(said string, right []string) string {
	if len(right) == 0 {
		return said
	}
	return said + "-not-" + right[0]
}

// collect gathers what several expectations allow.
func collect(want []scenario.Expect, of func(scenario.Expect) []string) []string {
	var out []string
	for _, w := range want {
		for _, v := range of(w) {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return out
}

// code judges the SQLSTATE: one that was delivered is to be passed on.
func (c *Case) code(o Observed, e *target.Error, codes []string, sure bool) []Finding {
	switch {
	case len(codes) == 0 || !sure || slices.Contains(codes, e.SQLState):
		return nil
	case e.SQLState == "" && (!c.Target.Speaks(target.ReportSQLState) || o.failedItself()):
		return nil
	case (e.SQLState == "" || slices.Contains(generalCodes, e.SQLState)) && c.Target.Has().Codes == target.CodesStatement && broke(o):
		return nil // as it has declared: it is counted for its grade, and held against it once
	case e.SQLState == "", slices.Contains(generalCodes, e.SQLState):
		text := fmt.Sprintf("the code %s was delivered, and is lost", codes[0])
		if e.SQLState != "" {
			text += fmt.Sprintf(" behind %s", e.SQLState)
		}
		return []Finding{amber(Names, "sqlstate", o, "lost", text)}
	}
	text := fmt.Sprintf("sqlstate is %q, and %s was delivered", clip(e.SQLState), strings.Join(codes, ", "))
	return []Finding{red(Names, "sqlstate", o, "replaced", text)}
}

// failedItself tells whether the client has failed a COPY, which the server answers with 57014: what has happened is what the
// caller's source met, and no code tells that.
func (o Observed) failedItself() bool {
	return slices.ContainsFunc(o.exchanges(), func(e Exchange) bool { return e.sent("CopyFail") && !e.Fatal })
}

// broke tells whether a failure has left no connection: it was not made, or it has ended.
func broke(o Observed) bool {
	switch o.Request.Op {
	case target.OpConnect, target.OpPoolOpen, target.OpPoolAcquire:
		return true
	}
	return o.ended()
}

// class judges the class of PEP 249: the one of the code that was delivered, or a base of it.
func (c *Case) class(o Observed, e *target.Error, codes []string, sure bool, want []scenario.Expect) []Finding {
	if e.Class == "" {
		if c.Target.Speaks(target.ReportClass) && !waitedInVain(o) {
			return []Finding{amber(Names, "class", o, "missing", "no class is reported")}
		}
		return nil
	}
	convention := pgdiag.Psycopg2
	if c.Target.ClassConvention == conventionPsycopg3 {
		convention = pgdiag.Psycopg3
	}
	var right []string
	for _, code := range codes {
		right = append(right, string(pgdiag.ClassOf(code, convention)))
	}
	if len(codes) == 0 || !sure {
		right = append(right, collect(want, func(w scenario.Expect) []string { return w.Class })...)
		if len(right) == 0 || slices.Contains(generalClasses, e.Class) {
			return nil
		}
	}
	if lost := !slices.Contains(codes, e.SQLState); lost && slices.Contains(generalClasses, e.Class) {
		return nil // who has not read the code knows no more, and that it is lost is a finding of its own
	}
	if slices.ContainsFunc(right, func(exact string) bool { return classIs(e.Class, exact) }) {
		return nil
	}
	if c.Target.ClassConvention == "" {
		return nil // nobody knows whose classes these are
	}
	return []Finding{red(Names, "class", o, against(e.Class, right), fmt.Sprintf("class is %q, expected %s or a base of it", clip(e.Class), strings.Join(right, " or ")))}
}

// waitedInVain tells whether a wait for a notification has ended by its time: what says so may be the language's own.
func waitedInVain(o Observed) bool {
	return o.Request.Op == target.OpWaitNotification && nothingSent(o) && !o.ended() && o.past()
}

// past tells whether a call has taken its time.
func (o Observed) past() bool {
	return o.Request.TimeoutMS > 0 && o.took() >= time.Duration(o.Request.TimeoutMS)*time.Millisecond
}

// condition judges the name of what happened. Where a code was told, it follows from that.
func (c *Case) condition(o Observed, e *target.Error, codes []string, sure bool, want []scenario.Expect) []Finding {
	expected := collect(want, func(w scenario.Expect) []string { return texts(w.Condition) })
	told := sure && len(codes) > 0 && slices.Contains(codes, e.SQLState)
	if e.Condition == "" {
		if c.Target.Speaks(target.ReportCondition) && !told && len(expected) > 0 {
			return []Finding{amber(Names, "condition", o, "missing", "no condition is reported")}
		}
		return nil
	}
	right := expected
	for _, code := range codes {
		right = append(right, conditionOf(code))
	}
	if len(right) == 0 || slices.ContainsFunc(right, func(exact string) bool { return standsFor(e.Condition, exact) }) {
		return nil
	}
	return []Finding{red(Names, "condition", o, against(e.Condition, right), fmt.Sprintf("condition is %q, expected %s", clip(e.Condition), strings.Join(right, " or ")))}
}
