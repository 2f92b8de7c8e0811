package gokit

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// instance is a program with sessions and pools by their names.
type instance[S, P any] struct {
	client Client[S, P]

	mu       sync.Mutex
	sessions map[string]S
	pools    map[string]P
	running  map[string]context.CancelFunc // by session: of what runs on it now, its connect or acquire included
}

// errNone is a request for a session or a pool that there is none of.
var errNone = errors.New("there is none of that name")

// Instance is a running program of the client's.
func (c Client[S, P]) Instance() target.Instance {
	c.Hello.Protocol, c.Hello.Language = target.ProtocolVersion, "go"
	return &instance[S, P]{client: c, sessions: map[string]S{}, pools: map[string]P{}, running: map[string]context.CancelFunc{}}
}

// Hello implements target.Instance.
func (in *instance[S, P]) Hello() target.Hello { return in.client.Hello }

// Do implements target.Instance.
func (in *instance[S, P]) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	switch req.Op {
	case target.OpCancel:
		return in.cancel(req), nil
	case target.OpStatus:
		return in.status(req), nil
	}
	ctx, cancel := callers(ctx, req)
	defer cancel()
	ctx, done := in.begins(ctx, req)
	defer done()
	a := target.Answer{OK: target.Bool(true)}
	unsupported, err := in.act(ctx, req, &a)
	if unsupported {
		return target.Answer{Unsupported: true, Why: fmt.Sprintf("%s has no %s", in.client.Hello.Name, req.Op)}, nil
	}
	if err != nil {
		a = in.failed(err)
	}
	if s, ok := in.session(req.Session); ok && in.client.State != nil {
		in.client.State(s, &a)
	}
	return a, nil
}

// act does what is asked for.
func (in *instance[S, P]) act(ctx context.Context, req target.Request, a *target.Answer) (unsupported bool, err error) {
	switch req.Op {
	case target.OpConnect:
		in.forget(req.Session)
		s, err := in.client.Connect(ctx, req)
		return false, in.keep(req.Session, s, err)
	case target.OpPoolOpen, target.OpPoolAcquire, target.OpPoolClose:
		if in.client.OpenPool == nil {
			return true, nil
		}
		return false, in.actOnPool(ctx, req)
	}
	op, ok := in.client.Operations[req.Op]
	if !ok {
		return true, nil
	}
	s, ok := in.session(req.Session)
	if !ok {
		return false, fmt.Errorf("session %q: %w", req.Session, errNone)
	}
	err = op(s, ctx, req, a)
	if req.Op == target.OpPoolRelease {
		in.forget(req.Session) // it is another's now
	}
	return false, err
}

func (in *instance[S, P]) actOnPool(ctx context.Context, req target.Request) error {
	if req.Op == target.OpPoolOpen {
		p, err := in.client.OpenPool(ctx, req)
		if err == nil {
			in.mu.Lock()
			defer in.mu.Unlock()
			in.pools[req.Pool] = p
		}
		return err
	}
	in.mu.Lock()
	p, ok := in.pools[req.Pool]
	in.mu.Unlock()
	switch {
	case !ok:
		return fmt.Errorf("pool %q: %w", req.Pool, errNone)
	case req.Op == target.OpPoolClose:
		return in.client.ClosePool(p)
	}
	in.forget(req.Session)
	s, err := in.client.Acquire(ctx, p, req)
	return in.keep(req.Session, s, err)
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

// begins gives a call on a session a context that a cancel ends; done is to be called when it returns.
func (in *instance[S, P]) begins(ctx context.Context, req target.Request) (_ context.Context, done func()) {
	ctx, cancel := context.WithCancel(ctx)
	in.mu.Lock()
	defer in.mu.Unlock()
	in.running[req.Session] = cancel
	return ctx, func() {
		in.mu.Lock()
		defer in.mu.Unlock()
		delete(in.running, req.Session)
		cancel()
	}
}

// cancel ends the context of what runs on the session, as a Go program does. Where nothing runs nothing happens.
func (in *instance[S, P]) cancel(req target.Request) target.Answer {
	in.mu.Lock()
	defer in.mu.Unlock()
	cancel := in.running[req.Session]
	if cancel != nil {
		cancel()
	} else if _, ok := in.sessions[req.Session]; !ok {
		return in.failed(fmt.Errorf("session %q: %w", req.Session, errNone))
	}
	return target.Answer{OK: target.Bool(true)}
}

func (in *instance[S, P]) status(req target.Request) target.Answer {
	s, ok := in.session(req.Session)
	switch {
	case in.client.State == nil:
		return target.Answer{Unsupported: true, Why: in.client.Hello.Name + " knows no status"}
	case !ok:
		return in.failed(fmt.Errorf("session %q: %w", req.Session, errNone))
	}
	a := target.Answer{OK: target.Bool(true)}
	in.client.State(s, &a)
	return a
}

func (in *instance[S, P]) failed(err error) target.Answer {
	claim := Said(err)
	if in.client.Claim != nil {
		in.client.Claim(err, claim)
	}
	return target.Answer{OK: target.Bool(false), Error: claim}
}

func (in *instance[S, P]) session(name string) (S, bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	s, ok := in.sessions[name]
	return s, ok
}

// forget forgets a session: one of the same name is an earlier scenario's.
func (in *instance[S, P]) forget(name string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.sessions, name)
}

// keep keeps what a call has made, where it has made something.
func (in *instance[S, P]) keep(name string, s S, err error) error {
	if err != nil {
		return err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.sessions[name] = s
	return nil
}

// Close implements target.Instance.
func (in *instance[S, P]) Close(context.Context) error {
	in.mu.Lock()
	sessions, pools := in.sessions, in.pools
	in.sessions, in.pools = map[string]S{}, map[string]P{}
	in.mu.Unlock()
	for _, s := range sessions {
		in.client.End(s)
	}
	for _, p := range pools {
		_ = in.client.ClosePool(p)
	}
	return nil
}
