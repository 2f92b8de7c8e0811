package reference

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// instance holds the sessions and pools of one run of the target.
type instance struct {
	layer Layer

	mu       sync.Mutex
	sessions map[string]*session
	pools    map[string]*pool
	opening  map[string]context.CancelFunc // of the sessions that are being connected or acquired now
}

// session is a connection by its name, and the transaction on it.
type session struct {
	conn *pgx.Conn
	tx   pgx.Tx
	put  func() // gives a pooled connection back
	rest *rest  // a result that was not read to its end

	token *pgdiag.Token // of the transaction that was tracked last

	mu      sync.Mutex
	running context.CancelFunc // of what runs now; nil where nothing does
}

// errNoSession is a request for a session that was never connected.
var errNoSession = errors.New("no such session")

// Hello implements target.Instance.
func (in *instance) Hello() target.Hello { return in.layer.Hello() }

// Do implements target.Instance.
func (in *instance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	switch {
	case req.GivenUp != "":
		var cancel context.CancelFunc
		ctx, cancel = givenUp(ctx, req.GivenUp)
		defer cancel()
	case req.TimeoutMS > 0:
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(req.TimeoutMS)*time.Millisecond)
		defer cancel()
	}
	a := in.do(ctx, req)
	a.ID = req.ID
	return a, nil
}

// do does one operation. What concerns no session is told apart first.
func (in *instance) do(ctx context.Context, req target.Request) target.Answer {
	switch req.Op {
	case target.OpHello:
		return target.Answer{OK: target.Bool(true), Hello: in.layer.Hello()}
	case target.OpBye:
		return target.Answer{OK: target.Bool(true)}
	case target.OpConnect, target.OpPoolAcquire:
		ctx, done := in.opens(ctx, req.Session)
		defer done()
		if req.Op == target.OpConnect {
			return in.connect(ctx, req)
		}
		return in.pool(ctx, req)
	case target.OpPoolOpen, target.OpPoolClose:
		return in.pool(ctx, req)
	case target.OpCancel:
		if in.cancelOpening(req.Session) {
			return target.Answer{OK: target.Bool(true)}
		}
	}
	s := in.session(req.Session)
	if s == nil {
		return refused(fmt.Errorf("%s %q: %w", req.Op, req.Session, errNoSession))
	}
	if req.Op == target.OpCancel { // beside what runs, so the connection itself is not touched
		return in.layer.Claim(target.Answer{}, nil, s.cancel(ctx), false)
	}
	if req.Op == target.OpResolve && slices.Contains(in.layer.Hello().Capabilities, target.CapResolve) {
		return in.resolve(ctx, req, s)
	}
	op, ok := operations[req.Op]
	if req.Op == target.OpWaitNotification {
		op, ok = func(s *session, ctx context.Context, req target.Request, a *target.Answer) error {
			return in.waitNotification(ctx, s, req, a)
		}, true
	}
	if !ok {
		return target.Answer{Unsupported: true, Why: "no operation " + string(req.Op)}
	}
	a := target.Answer{}
	ctx, done := s.begins(ctx)
	err := op(s, ctx, req, &a)
	done()
	closed := req.Op == target.OpClose || req.Op == target.OpPoolRelease
	if req.Op == target.OpPoolRelease { // it is another's now; one that was closed may still be asked, which is a mistake
		in.forget(req.Session)
	}
	return in.layer.Claim(a, s.conn, err, closed)
}

// connect makes a session.
func (in *instance) connect(ctx context.Context, req target.Request) target.Answer {
	if old := in.session(req.Session); old != nil { // an earlier scenario's, also where this connect fails
		in.forget(req.Session)
		_ = old.end(ctx)
	}
	cfg, err := pgx.ParseConfig(libpqenv.DSN(req.DSN))
	if err != nil {
		return in.layer.Claim(target.Answer{}, nil, err, false)
	}
	if cfg.RuntimeParams["client_encoding"] == "" {
		cfg.RuntimeParams["client_encoding"] = "UTF8" // as which pgx takes all text, whatever the server gives
	}
	if cfg.RuntimeParams["replication"] != "" {
		cfg.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol // the server refuses any other there
	}
	if err := in.layer.Attach(cfg); err != nil {
		return refused(err)
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return in.layer.Claim(target.Answer{}, nil, err, false)
	}
	s := &session{conn: conn}
	in.mu.Lock()
	in.sessions[req.Session] = s
	in.mu.Unlock()
	return in.layer.Claim(target.Answer{}, s.conn, nil, false)
}

func (in *instance) session(name string) *session {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.sessions[name]
}

func (in *instance) forget(name string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.sessions, name)
}

// end closes the session's connection, or gives it back to its pool.
func (s *session) end(ctx context.Context) error {
	if s.put != nil {
		s.put()
		return nil
	}
	return s.conn.Close(ctx)
}

// Close implements target.Instance.
func (in *instance) Close(ctx context.Context) error {
	in.mu.Lock()
	sessions, pools := in.sessions, in.pools
	in.sessions, in.pools = map[string]*session{}, map[string]*pool{}
	in.mu.Unlock()
	var errs []error
	for _, s := range sessions {
		errs = append(errs, s.end(ctx))
	}
	for _, p := range pools {
		p.Close()
	}
	return errors.Join(errs...)
}
