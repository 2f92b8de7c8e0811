// Package shimcheck tries a shim on a real server: each operation, and each capability, report and trait that its hello declares.
// It judges no client; what it finds is what the shim's author has left to do.
package shimcheck

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// Item is one thing that was tried, or that was not.
type Item struct {
	// What says what was tried.
	What string
	// Skipped says why it was not tried; empty where it was.
	Skipped string
	// Problems are what is left to do. Notes are what an author may want to know.
	Problems, Notes []string
}

// Report is what came of a check.
type Report struct {
	Hello target.Hello
	Items []Item
	// Coverage is what would be judged.
	Coverage Coverage
}

// ToDo counts the items with a problem.
func (r Report) ToDo() int {
	n := 0
	for _, item := range r.Items {
		if len(item.Problems) > 0 {
			n++
		}
	}
	return n
}

// item is one thing to try.
type item struct {
	what  string
	needs target.Capability // empty where every target must do it
	try   func(context.Context, *trial)
}

// limit bounds one item: what hangs must not hold the others.
const limit = 20 * time.Second

// Run tries the shim on the rig's server. An error is of ours: a shim that can't even start is in the report.
func Run(ctx context.Context, tgt target.Target, rig *harness.Rig, catalogue []scenario.Scenario) (Report, error) {
	inst, err := tgt.Start(ctx)
	if err != nil {
		return Report{Items: []Item{{What: "hello", Problems: []string{err.Error()}}}}, nil //nolint:nilerr // it is the shim's, and in the report
	}
	c := &checker{target: tgt, rig: rig, inst: inst, hello: inst.Hello(), said: map[target.Report]bool{}}
	r := Report{Hello: c.hello, Items: []Item{c.checkHello()}, Coverage: coverage(c.hello, catalogue)}
	for _, group := range [][]item{
		connecting, statements, transactions, deadlines, prepared, copying, listening, cancelling, pools, further,
	} {
		for _, one := range group {
			if err := context.Cause(ctx); err != nil {
				return r, errors.Join(fmt.Errorf("check shim: %w", err), c.close(ctx))
			}
			r.Items = append(r.Items, c.do(ctx, one))
		}
	}
	r.Items = append(r.Items, c.undeclared(ctx), c.silent(), c.end(ctx))
	return r, nil
}

// do tries one thing, on a shim that works.
func (c *checker) do(ctx context.Context, one item) Item {
	out := Item{What: one.what}
	if one.needs != "" && !c.hello.Supports(one.needs) {
		out.Skipped = fmt.Sprintf("the capability %q is not declared", one.needs)
		return out
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the limit for this is %s", limit))
	defer cancel()
	t := &trial{checker: c, item: &out}
	if c.restart(ctx, t) {
		one.try(ctx, t)
		t.closeAll(ctx)
	}
	return out
}
