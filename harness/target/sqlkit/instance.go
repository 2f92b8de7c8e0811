package sqlkit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// instance is a program with sessions and pools by their names.
type instance struct {
	driver Driver

	mu       sync.Mutex
	sessions map[string]*session
	pools    map[string]*sql.DB
	opening  map[string]context.CancelFunc // of the sessions that are being connected or acquired now
}

// errNone is a request for a session or a pool that there is none of.
var errNone = errors.New("there is none of that name")

// Hello implements target.Instance.
func (in *instance) Hello() target.Hello { return in.driver.Hello }

// Do implements target.Instance.
func (in *instance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	ctx, cancel := callers(ctx, req)
	defer cancel()
	switch req.Op {
	case target.OpConnect, target.OpPoolAcquire:
		return in.open(ctx, req), nil
	case target.OpPoolOpen:
		return in.openPool(ctx, req), nil
	case target.OpPoolClose:
		return in.closePool(req), nil
	case target.OpCancel:
		return in.cancel(req), nil
	}
	op, ok := operations[req.Op]
	if !ok {
		return target.Answer{Unsupported: true, Why: fmt.Sprintf("database/sql has no %s", req.Op)}, nil
	}
	s := in.session(req.Session)
	if s == nil {
		return in.failed(fmt.Errorf("session %q: %w", req.Session, errNone)), nil
	}
	a := target.Answer{OK: target.Bool(true)}
	ctx, done := s.begins(ctx)
	err := op(s, ctx, req, &a)
	done()
	if req.Op == target.OpPoolRelease {
		in.keep(req.Session, nil)
	}
	if err != nil {
		return in.failed(err), nil
	}
	return a, nil
}

// callers is the context of a caller with a deadline, or of one who has given up.
func callers(ctx context.Context, req target.Request) (context.Context, context.CancelFunc) {
	switch {
	case req.GivenUp == target.GivenUpDeadline:
		return context.WithDeadline(ctx, time.Unix(0, 0))
	case req.GivenUp == target.GivenUpCancel:
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		return ctx, cancel
	case req.TimeoutMS > 0:
		return context.WithTimeout(ctx, time.Duration(req.TimeoutMS)*time.Millisecond)
	}
	return context.WithCancel(ctx)
}

// open makes a session, of its own or of a pool. One of the same name is an earlier scenario's.
func (in *instance) open(ctx context.Context, req target.Request) target.Answer {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	in.mu.Lock()
	delete(in.sessions, req.Session)
	in.opening[req.Session] = cancel
	pool := in.pools[req.Pool]
	in.mu.Unlock()
	defer func() {
		in.mu.Lock()
		defer in.mu.Unlock()
		delete(in.opening, req.Session)
	}()
	s, err := (*session)(nil), errNone
	if req.Op == target.OpConnect {
		s, err = in.driver.connect(ctx, req)
	} else if pool != nil {
		s, err = acquire(ctx, pool)
	}
	if err != nil {
		return in.failed(err)
	}
	in.keep(req.Session, s)
	return target.Answer{OK: target.Bool(true)}
}

func (in *instance) openPool(ctx context.Context, req target.Request) target.Answer {
	db, err := in.driver.Open(req)
	if err != nil {
		return in.failed(err)
	}
	db.SetMaxOpenConns(req.Max)
	if err := ctx.Err(); err != nil { // sql.OpenDB takes no context, and connects to nothing
		_ = db.Close()
		return in.failed(err)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.pools[req.Pool] = db
	return target.Answer{OK: target.Bool(true)}
}

func (in *instance) closePool(req target.Request) target.Answer {
	in.mu.Lock()
	db := in.pools[req.Pool]
	in.mu.Unlock()
	if db == nil {
		return in.failed(fmt.Errorf("pool %q: %w", req.Pool, errNone))
	}
	if err := db.Close(); err != nil {
		return in.failed(err)
	}
	return target.Answer{OK: target.Bool(true)}
}

// cancel ends the context of what runs on the session, as a Go program does. Where nothing runs nothing happens.
func (in *instance) cancel(req target.Request) target.Answer {
	in.mu.Lock()
	opening, s := in.opening[req.Session], in.sessions[req.Session]
	in.mu.Unlock()
	switch {
	case opening != nil:
		opening()
	case s != nil:
		s.cancel()
	default:
		return in.failed(fmt.Errorf("session %q: %w", req.Session, errNone))
	}
	return target.Answer{OK: target.Bool(true)}
}

func (in *instance) session(name string) *session {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.sessions[name]
}

// keep keeps a session by its name; nil forgets it.
func (in *instance) keep(name string, s *session) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if s == nil {
		delete(in.sessions, name)
		return
	}
	in.sessions[name] = s
}

// Close implements target.Instance.
func (in *instance) Close(ctx context.Context) error {
	in.mu.Lock()
	sessions, pools := in.sessions, in.pools
	in.sessions, in.pools = map[string]*session{}, map[string]*sql.DB{}
	in.mu.Unlock()
	for _, s := range sessions {
		_ = s.close(ctx, target.Request{}, nil)
	}
	for _, db := range pools {
		_ = db.Close()
	}
	return nil
}
