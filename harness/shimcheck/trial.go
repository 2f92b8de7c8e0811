package shimcheck

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/target"
)

// checker is a check that runs.
type checker struct {
	target target.Target
	rig    *harness.Rig
	inst   target.Instance // nil where it has failed, and is started again for the next item
	hello  target.Hello
	said   map[target.Report]bool // the claims that were made
}

// trial is one item that is tried.
type trial struct {
	*checker
	item *Item
	open []target.Request // what is to be closed
}

// patience is the caller's deadline of an operation that names none, and grace what is waited beyond it.
const (
	patience = 4 * time.Second
	grace    = 2 * time.Second
)

func (t *trial) problem(format string, args ...any) {
	t.item.Problems = append(t.item.Problems, fmt.Sprintf(format, args...))
}

func (t *trial) note(format string, args ...any) {
	t.item.Notes = append(t.item.Notes, fmt.Sprintf(format, args...))
}

// restart starts the shim again, where it has failed. It tells whether there is one.
func (c *checker) restart(ctx context.Context, t *trial) bool {
	if c.inst != nil {
		return true
	}
	inst, err := c.target.Start(ctx)
	if err != nil {
		t.problem("it does not start again: %v", err)
		return false
	}
	c.inst = inst
	return true
}

func (c *checker) close(ctx context.Context) error {
	if c.inst == nil {
		return nil
	}
	err := c.inst.Close(context.WithoutCancel(ctx))
	c.inst = nil
	return err
}

// ask asks, and looks at the words of the answer. ok is false where there was none.
func (t *trial) ask(ctx context.Context, req target.Request) (_ target.Answer, ok bool) {
	if t.inst == nil {
		return target.Answer{}, false
	}
	inst := t.inst
	t.fill(&req)
	within := time.Duration(req.TimeoutMS)*time.Millisecond + grace
	bounded, cancel := context.WithTimeoutCause(ctx, within, fmt.Errorf("it was waited for %s", within))
	defer cancel()
	a, err := t.inst.Do(bounded, req)
	if err != nil {
		t.failed(ctx, inst, req, err)
		return target.Answer{}, false
	}
	t.words(req, a)
	switch {
	case !a.Succeeded():
	case req.Op == target.OpConnect:
		t.open = append(t.open, target.Request{Op: target.OpClose, Session: req.Session})
	case req.Op == target.OpPoolOpen:
		t.open = append(t.open, target.Request{Op: target.OpPoolClose, Pool: req.Pool})
	}
	return a, true
}

// fill fills in what a request says of itself.
func (t *trial) fill(req *target.Request) {
	if req.TimeoutMS == 0 {
		req.TimeoutMS = patience.Milliseconds()
	}
	switch req.Op {
	case target.OpConnect, target.OpPoolOpen, target.OpResolve:
		if req.DSN == "" {
			*req = req.Leading(t.rig.DSN())
		}
		if t.hello.Has().Deadline == target.DeadlineConnection && req.CallTimeoutMS == 0 {
			req.CallTimeoutMS = patience.Milliseconds()
		}
	}
}

// failed notes that there was no answer. The instance is of no further use.
func (t *trial) failed(ctx context.Context, inst target.Instance, req target.Request, err error) {
	t.problem("%s: %v", req.Op, err)
	if t.inst != inst {
		return
	}
	t.inst, t.open = nil, nil
	_ = inst.Close(context.WithoutCancel(ctx)) // which may say the same again
}

// must asks for what has to succeed.
func (t *trial) must(ctx context.Context, req target.Request) (target.Answer, bool) {
	a, ok := t.ask(ctx, req)
	switch {
	case !ok:
	case a.Unsupported:
		t.problem("%s: it answers unsupported (%s), and must do that by what it declares", req.Op, a.Why)
		ok = false
	case !a.Succeeded():
		t.problem("%s fails: %s", req.Op, message(a))
		ok = false
	}
	return a, ok
}

// mustFail asks for what can't succeed.
func (t *trial) mustFail(ctx context.Context, req target.Request, why string) (target.Answer, bool) {
	a, ok := t.ask(ctx, req)
	switch {
	case !ok:
	case a.Succeeded():
		t.problem("%s: it reports success, and %s", req.Op, why)
		ok = false
	case a.Error == nil && !a.Unsupported:
		t.problem("%s: it fails without an \"error\"", req.Op)
	}
	return a, ok && !a.Unsupported
}

func message(a target.Answer) string {
	if a.Error == nil {
		return "it has no \"error\""
	}
	return a.Error.Message
}

// connect makes the session "a", as nearly all items need it.
func (t *trial) connect(ctx context.Context) bool {
	_, ok := t.must(ctx, target.Request{Op: target.OpConnect, Session: "a"})
	return ok
}

func query(sql string, args ...*string) target.Request {
	return target.Request{Op: target.OpQuery, Session: "a", SQL: sql, Args: args}
}

// rows are those that an answer must have, with NULL as it is written here.
func (t *trial) rows(req target.Request, a target.Answer, want string) {
	if got := fmt.Sprint(a.Rows.Text("NULL")); got != want {
		t.problem("%s: the rows are %s, and must be %s", req.Op, got, want)
	}
}

// admin asks the server by a way that no shim is on.
func (t *trial) admin(ctx context.Context, sql string) string {
	rows, err := t.rig.Admin(ctx, sql)
	switch {
	case err != nil:
		t.problem("the check itself failed: %v", err)
	case len(rows) > 0 && len(rows[0]) > 0:
		return rows[0][0]
	}
	return ""
}

// closeAll closes what the item has made, as a scenario's end does.
func (t *trial) closeAll(ctx context.Context) {
	for i := len(t.open) - 1; i >= 0 && t.inst != nil; i-- {
		if _, ok := t.ask(ctx, t.open[i]); !ok {
			return
		}
	}
}

// end ends the shim.
func (c *checker) end(ctx context.Context) Item {
	out := Item{What: "bye: the process ends within a second"}
	if c.inst == nil {
		out.Skipped = "the shim has ended before"
		return out
	}
	start := time.Now()
	err := c.close(ctx)
	if took := time.Since(start); err != nil && !errors.Is(err, target.ErrClosed) {
		out.Problems = append(out.Problems, err.Error())
	} else if took >= target.ByeTimeout {
		out.Problems = append(out.Problems, fmt.Sprintf("it had not ended after %s, and was killed", target.ByeTimeout))
	}
	return out
}
