package sweep

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
)

// errNoEnd is why the wait for the end of a conversation ended.
var errNoEnd = errors.New("the conversation does not end")

// record runs the workload without a fault, and remembers the conversation, what the server held after each step, and what
// was answered. What the target made of it is judged as that of a scenario.
func (st *testbed) record(ctx context.Context, id string) (*recordedRun, verdict.Result, error) {
	sc := st.workload.Scenario
	sc.ID = id
	st.seed(id)
	c := verdict.Case{Scenario: sc, Target: st.hello, Conns: -1}
	t := &recordedRun{workload: st.workload}
	mark, start := st.rig.Stage().Mark(), time.Now()
	err := st.recordSteps(ctx, t, &c)
	if err == nil {
		err = st.checkEnd(ctx, &c)
	}
	c.Conns, c.Duration = connections(st.rig.Stage().Since(mark)), time.Since(start)
	return t, st.health.Doubt(verdict.Judge(c), start), err
}

// recordSteps does the steps, as far as they succeed, and takes what is recorded.
func (st *testbed) recordSteps(ctx context.Context, t *recordedRun, c *verdict.Case) error {
	if err := errors.Join(st.closeSessions(ctx), st.awaitConnectionsEnded(ctx), st.restoreGivenData(ctx)); err != nil {
		return err
	}
	st.workloadRun = true
	stage := st.rig.Stage()
	var mark uint64
	look := func() error {
		state, err := st.exec(ctx, st.truth())
		t.left = append(t.left, state)
		return err
	}
	if err := look(); err != nil {
		return err
	}
	mark = stage.Mark()
	for i, step := range st.workload.Steps {
		o, err := st.do(ctx, i+1, *step.Do)
		if err != nil {
			return err
		}
		c.Observed = append(c.Observed, o)
		if !o.Answer.Succeeded() {
			return nil
		}
		t.rows = append(t.rows, o.Answer.Rows.Text(scenario.Null))
		if err := look(); err != nil {
			return err
		}
		if i == len(st.workload.Steps)-1 && len(st.sessions.Closing()) == 0 {
			if err := st.awaitConversationEnd(ctx, c); err != nil {
				return err
			}
		}
		single := st.workload.session() != ""
		if err := t.add(stage.Since(mark), i+1, single && i == 0); err != nil {
			return err
		}
		if single && i == 0 { // as at a point, whose session was asked when it was connected
			if o, err = st.question(ctx, step.Do.Session, st.nonce()); err != nil || !o.Answer.Succeeded() {
				c.Observed = append(c.Observed, o)
				return err
			}
		}
		mark = stage.Mark()
	}
	return nil
}

// awaitConversationEnd waits for the end of a conversation whose sessions are all closed: nobody else waits for a
// Terminate to arrive. A connection that does not end is a leak.
func (st *testbed) awaitConversationEnd(ctx context.Context, c *verdict.Case) error {
	err := st.awaitConnectionsEnded(ctx)
	if !errors.Is(err, errNoEnd) {
		return err
	}
	left, err := st.exec(ctx, st.backends)
	if err != nil {
		return err
	}
	for _, b := range left[0] {
		c.Leaks = append(c.Leaks, verdict.Leak{PID: b[0], State: b[1], Query: b[2]})
	}
	return nil
}

// awaitConnectionsEnded waits until all connections have ended at the endpoint.
func (st *testbed) awaitConnectionsEnded(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, leakLimit, errNoEnd)
	defer cancel()
	return poll.Until(ctx, func(context.Context) (bool, error) { return len(st.rig.Stage().Conns()) == 0, nil })
}

// checkEnd asks what is asked after each run.
func (st *testbed) checkEnd(ctx context.Context, c *verdict.Case) error {
	if st.broken {
		return nil
	}
	keptBackend, err := st.askAfterFault(ctx, c)
	if err != nil || st.broken {
		return err
	}
	truth, err := st.awaitConnectionsGone(ctx, c, keptBackend)
	if err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	st.ready = false
	for i, asked := range st.workload.Truth {
		c.Truth = append(c.Truth, verdict.TruthAnswer{Name: asked.Name, Want: asked.Rows, Got: truth[i]})
	}
	return nil
}
