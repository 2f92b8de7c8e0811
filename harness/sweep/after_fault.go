package sweep

import (
	"cmp"
	"context"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// askAfterFault asks what is asked when the fault has passed: the session that is claimed open after its operation
// failed, and a new one, which is the next point's where the workload has one session only. It tells whether the new
// connection is kept.
func (st *testbed) askAfterFault(ctx context.Context, c *verdict.Case) (keptBackend bool, err error) {
	st.ready = false
	for _, s := range st.sessions.Open() {
		// What was said of other sessions was said before the fault.
		if last := lastStep(c); !st.broken && s.Name == last.Request.Session && !last.Answer.Succeeded() {
			if err := st.probe(ctx, c, s); err != nil {
				return false, err
			}
		}
	}
	for _, req := range st.sessions.Closing() {
		if st.broken {
			return false, nil
		}
		o, err := st.askAside(ctx, req)
		if err != nil {
			return false, err
		}
		if o.Failure != "" { // an error is an answer, and what was left is looked for
			c.Observed = append(c.Observed, o)
		}
	}
	if st.broken {
		return false, nil
	}
	probe, err := st.connect(ctx)
	if err != nil {
		return false, err
	}
	if !answered(probe) && !st.broken {
		if err := engine.EndpointWorks(ctx, st.dsn); err != nil {
			probe.EndpointDown = err.Error()
		}
	}
	c.Probes = append(c.Probes, probe)
	st.ready = answered(probe) && st.workload.session() != ""
	return probe.Did[0].Answer.Succeeded(), nil
}

// probe asks a session that is claimed open.
func (st *testbed) probe(ctx context.Context, c *verdict.Case, s *engine.Session) error {
	p := verdict.Probe{Session: s.Name, Nonce: st.nonce()}
	if s.InTransaction() {
		o, err := st.askAside(ctx, target.Request{Op: target.OpRollback, Session: s.Name})
		if err != nil {
			return err
		}
		p.Did = append(p.Did, o)
	}
	if len(p.Did) == 0 || p.Did[0].Answer.Succeeded() {
		o, err := st.question(ctx, s.Name, p.Nonce)
		if err != nil {
			return err
		}
		p.Did = append(p.Did, o)
	}
	c.Probes = append(c.Probes, p)
	return nil
}

// connect connects anew, and asks a question.
func (st *testbed) connect(ctx context.Context) (verdict.Probe, error) {
	p := verdict.Probe{Session: cmp.Or(st.workload.session(), recoverySession), New: true, Nonce: st.nonce()}
	connect := target.Request{Op: target.OpConnect, Session: p.Session}.Leading(st.dsn)
	connect.CallTimeoutMS = engine.CallTimeout(st.inst.Hello(), st.workload.CallTimeout(connect))
	o, err := st.askAside(ctx, connect)
	if err != nil {
		return p, err
	}
	p.Did = append(p.Did, o)
	if o.Answer.Succeeded() {
		if o, err = st.question(ctx, p.Session, p.Nonce); err != nil {
			return p, err
		}
		p.Did = append(p.Did, o)
	}
	return p, nil
}

// answered tells whether the probe came to its question, and had an answer.
func answered(p verdict.Probe) bool {
	last := p.Did[len(p.Did)-1]
	return last.Request.Op == target.OpQuery && last.Answer.Succeeded()
}

// closeSessions ends all sessions that the target has.
func (st *testbed) closeSessions(ctx context.Context) error {
	for _, req := range st.sessions.Closing() {
		if st.broken {
			return nil
		}
		if _, err := st.askAside(ctx, req); err != nil {
			return err
		}
	}
	return nil
}
