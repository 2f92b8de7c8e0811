package engine_test

import (
	"context"
	"errors"
	"sync"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// double is the reference target with some of its answers changed.
type double struct {
	target.Target
	intercept func(ctx context.Context, req target.Request, do doer) (target.Answer, error)

	mu     sync.Mutex
	starts int
}

type doer func(target.Request) (target.Answer, error)

func intercepting(intercept func(ctx context.Context, req target.Request, do doer) (target.Answer, error)) *double {
	return &double{Target: reference.New(), intercept: intercept}
}

func (d *double) Start(ctx context.Context) (target.Instance, error) {
	d.mu.Lock()
	d.starts++
	d.mu.Unlock()
	inst, err := d.Target.Start(ctx)
	if err != nil {
		return nil, err
	}
	return &doubleInstance{Instance: inst, intercept: d.intercept}, nil
}

func (d *double) started() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.starts
}

type doubleInstance struct {
	target.Instance
	intercept func(ctx context.Context, req target.Request, do doer) (target.Answer, error)
}

func (d *doubleInstance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	return d.intercept(ctx, req, func(req target.Request) (target.Answer, error) { return d.Instance.Do(ctx, req) })
}

// ok is the answer of who always says ok.
func ok() target.Answer {
	return target.Answer{OK: target.Bool(true), Status: pgdiag.StatusOpen, Tx: pgdiag.TxIdle}
}

func connect() scenario.Step {
	return scenario.Step{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}}
}

func query(sql string, e scenario.Expect) scenario.Step {
	return scenario.Step{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: sql, Expect: e}}
}

// insert is a scenario of one row, and the truth of it.
func insert(steps ...scenario.Step) scenario.Scenario {
	return scenario.Scenario{
		ID: "test/insert", Title: "one row",
		Given: scenario.Given{SQL: []string{"CREATE TABLE t (v text)", "GRANT ALL ON t TO PUBLIC"}},
		Steps: append([]scenario.Step{connect(), query("INSERT INTO t VALUES ('x')", scenario.Expect{})}, steps...),
		Truth: []scenario.Truth{{Name: "one row", SQL: "SELECT v FROM t", Rows: [][]string{{"x"}}}},
	}
}

// resetOnQuery arms a reset that needs a query with the word in it.
func resetOnQuery(word string) scenario.Step {
	return scenario.Step{Inject: fault.Reset{At: wire.Position{Direction: wire.Upstream, Message: "Query", SQL: word}}}
}

var errBug = errors.New("a bug of the double's")
