package shimcheck

import (
	"context"
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// checkHello looks at what the shim says of itself.
func (c *checker) checkHello() Item {
	out := Item{What: "hello: who it is, and what it declares"}
	for _, field := range []struct{ name, value string }{
		{"version", c.hello.Version}, {"language", c.hello.Language},
	} {
		if field.value == "" {
			out.Problems = append(out.Problems, fmt.Sprintf("it does not say its %s", field.name))
		}
	}
	if c.hello.Speaks(target.ReportClass) && c.hello.ClassConvention == "" {
		out.Problems = append(out.Problems, "it reports classes and declares no class_convention, so that none is judged")
	}
	if c.hello.Reports == nil {
		out.Notes = append(out.Notes, "it declares no reports: silence is held against it by its capabilities alone")
	}
	if c.hello.IssuesURL == "" {
		out.Notes = append(out.Notes, "it does not say its issues_url")
	}
	return out
}

// silent names what was declared and never said.
func (c *checker) silent() Item {
	out := Item{What: "reports: all that is declared was said at least once"}
	for _, r := range c.hello.Reports {
		switch r {
		case target.ReportFaulty, target.ReportFirst: // which says how others are meant, and what few failures have
			continue
		}
		if !c.said[r] {
			out.Problems = append(out.Problems, fmt.Sprintf("%q is declared, and was never said", r))
		}
	}
	for _, r := range target.Reports {
		if c.said[r] && !slices.Contains(c.hello.Reports, r) && c.hello.Reports != nil {
			out.Notes = append(out.Notes, fmt.Sprintf("%q was said, and is not declared: it is judged, and silence is not", r))
		}
	}
	return out
}

// undeclared asks for operations that need what is not declared. That they are answered as unsupported is right.
func (c *checker) undeclared(ctx context.Context) Item {
	out := Item{What: "what is not declared is answered as unsupported, and so is what there is not"}
	t := &trial{checker: c, item: &out}
	if !c.restart(ctx, t) || !t.connect(ctx) {
		return out
	}
	for _, op := range append(scenario.Ops(), "no_such_operation") {
		req := target.Request{Op: op, Session: "a", Pool: "none", SQL: "SELECT 1", Name: "none", Channel: "none", Statements: []string{"SELECT 1"}}
		needs, some := scenario.Needs(req)
		if op != "no_such_operation" && (!some || c.hello.Supports(needs)) {
			continue
		}
		a, ok := t.ask(ctx, req)
		switch {
		case !ok:
			return out
		case a.Succeeded() && some:
			t.note("%s succeeds: should %q be declared?", op, needs)
		case !a.Unsupported:
			t.problem("%s: it must answer {\"unsupported\":true,\"why\":…}", op)
		}
	}
	t.closeAll(ctx)
	return out
}
