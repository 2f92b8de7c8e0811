package engine

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// recoverySession is the name of the session that is connected when all faults are healed.
const recoverySession = "recovery"

// probe asks fresh questions when all faults are healed: on each session that the target has, whatever it says of it, and on a
// new one. Each must get its own answer, or none where nobody has said that it can be used.
func (r *run) probe(ctx context.Context) {
	for _, s := range r.sessions.Open() {
		if !r.broken {
			r.probeSession(ctx, s)
		}
	}
	if !r.broken {
		r.probeNew(ctx)
	}
}

func (r *run) probeSession(ctx context.Context, s *Session) {
	p := verdict.Probe{Session: s.Name, Nonce: r.nonce()}
	open := s.ClaimedOpen()
	p.Did = r.endTransaction(ctx, s)
	if ended := len(p.Did) == 0 || p.Did[len(p.Did)-1].Answer.Succeeded(); !r.broken && (ended || !open) {
		p.Did = append(p.Did, r.question(ctx, s.Name, p.Nonce))
	}
	r.c.Probes = append(r.c.Probes, p)
}

// endTransaction ends the transaction of a session, where there is one: by the operation where it was begun so, and by SQL where
// it was not, or where the library has forgotten it.
func (r *run) endTransaction(ctx context.Context, s *Session) (did []verdict.Observed) {
	if !s.InTransaction() {
		return nil
	}
	if s.begun {
		did = append(did, r.ask(ctx, 0, r.request(target.OpRollback, s.Name), probeLimit+scenario.Grace))
		if r.broken || did[0].Answer.Succeeded() {
			return did
		}
	}
	req := r.request(target.OpQuery, s.Name)
	req.SQL = "ROLLBACK"
	return append(did, r.ask(ctx, 0, req, probeLimit+scenario.Grace))
}

// probeTries is how often a new connection is tried: who needs more than one try has recovered, and not at once.
const probeTries = 3

func (r *run) probeNew(ctx context.Context) {
	p := verdict.Probe{Session: recoverySession, New: true, Nonce: r.nonce()}
	for p.Tries = 1; ; p.Tries++ {
		p.Did = r.connectAndAsk(ctx, p.Nonce)
		if answered := p.Did[len(p.Did)-1]; answered.Answer.Succeeded() || r.broken || p.Tries == probeTries {
			break
		}
		p.Failed = append(p.Failed, p.Did...)
		if p.Did[0].Answer.Succeeded() { // it would be left behind by the next of its name
			p.Failed = append(p.Failed, r.ask(ctx, 0, r.request(target.OpClose, recoverySession), probeLimit+scenario.Grace))
		}
	}
	if !p.Did[len(p.Did)-1].Answer.Succeeded() {
		if err := EndpointWorks(ctx, r.dsn.recovery); err != nil && !r.hasUnreportedConnections() {
			p.EndpointDown = r.oneLine(err.Error())
		}
	}
	if p.Tries == 1 {
		p.Tries = 0 // as it should be
	}
	r.c.Probes = append(r.c.Probes, p)
}

// connectAndAsk makes a new connection and asks it a question.
func (r *run) connectAndAsk(ctx context.Context, nonce string) []verdict.Observed {
	req := r.request(target.OpConnect, recoverySession).Leading(r.dsn.recovery)
	req.CallTimeoutMS = CallTimeout(r.c.Target, probeLimit)
	did := []verdict.Observed{r.ask(ctx, 0, req, probeLimit+scenario.Grace)}
	if did[0].Answer.Succeeded() {
		did = append(did, r.question(ctx, recoverySession, nonce))
	}
	return did
}

// hasUnreportedConnections tells whether the target holds more connections than it has told of, which may be what
// nobody else gets in for.
func (r *run) hasUnreportedConnections() bool {
	return len(r.sessions.pools) == 0 && len(r.rig.Endpoint().Stage().Conns()) > len(r.sessions.open)
}

func (r *run) question(ctx context.Context, session, nonce string) verdict.Observed {
	req := r.request(target.OpQuery, session)
	req.SQL = fmt.Sprintf("SELECT '%s'", nonce)
	return r.ask(ctx, 0, req, probeLimit+scenario.Grace)
}

func (r *run) request(op target.Op, session string) target.Request {
	return target.Request{Op: op, Session: session, TimeoutMS: probeLimit.Milliseconds()}
}

func (r *run) nonce() string { return fmt.Sprintf("nonce-%016x", r.rnd.Uint64()) }

// EndpointWorks asks a question by the endpoint with a client of our own: what the rig can't do either is not the
// target's fault.
func EndpointWorks(ctx context.Context, dsn string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, probeLimit, fmt.Errorf("the limit is %s", probeLimit))
	defer cancel()
	conn, err := pgx.Connect(ctx, libpqenv.DSN(dsn))
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if err := conn.Ping(ctx); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	return nil
}

// closeSessions has the target close everything it holds, as a program does at its end.
func (r *run) closeSessions(ctx context.Context) {
	for _, req := range r.sessions.Closing() {
		if r.broken {
			return
		}
		req.TimeoutMS = probeLimit.Milliseconds()
		r.closing(r.ask(ctx, 0, req, probeLimit+scenario.Grace))
	}
}

// closing keeps a close that got no answer, or that the target can't do; an error is an answer, and what was left is looked
// for on the server.
func (r *run) closing(o verdict.Observed) {
	if o.Failure != "" || o.Answer.Unsupported {
		r.c.Observed = append(r.c.Observed, o)
	}
}
