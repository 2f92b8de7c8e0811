// Package pgxstdlib is the target "pgx-stdlib": database/sql over pgx, used the way a typical Go service uses it. It
// claims only what database/sql lets its user know: whether there was an error, its text and type, and the SQLSTATE.
package pgxstdlib

import (
	"context"
	_ "embed" // for the declared deviations
	"fmt"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/internal/pgxversion"
)

// Name is the target's name.
const Name = "pgx-stdlib"

//go:embed expect.yaml
var expect []byte

// New is the target. It declares its own deviations, as a target.Declarer.
func New() target.Target { return factory{} }

type factory struct{}

func (factory) Name() string { return Name }

func (factory) Expect() []byte { return expect }

func (factory) Start(context.Context) (target.Instance, error) {
	return &instance{sessions: map[string]*session{}}, nil
}

// instance is a program with a database handle per session.
type instance struct {
	mu       sync.Mutex
	sessions map[string]*session
}

func (*instance) Hello() target.Hello {
	return target.Hello{
		Name: Name, Version: pgxversion.Linked(), Language: "go",
		Capabilities: []target.Capability{target.CapTx},
		Reports:      []target.Report{target.ReportSQLState},
		Homepage:     "https://github.com/jackc/pgx", IssuesURL: "https://github.com/jackc/pgx/issues",
	}
}

func (i *instance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	switch req.Op {
	case target.OpConnect:
		return i.connect(ctx, req), nil
	case target.OpClose:
		return i.close(req), nil
	case target.OpQuery, target.OpBegin, target.OpCommit, target.OpRollback:
	default:
		return target.Answer{Unsupported: true, Why: fmt.Sprintf("database/sql has no %s", req.Op)}, nil
	}
	s := i.session(req.Session)
	if s == nil {
		return failed(fmt.Errorf("session %q is not connected", req.Session)), nil
	}
	return s.do(ctx, req), nil
}

// Close closes every session.
func (i *instance) Close(context.Context) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	for name, s := range i.sessions {
		_ = s.close()
		delete(i.sessions, name)
	}
	return nil
}

func (i *instance) connect(ctx context.Context, req target.Request) target.Answer {
	s, err := connect(ctx, req)
	if err != nil {
		return failed(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.sessions[req.Session] = s
	return target.Answer{OK: target.Bool(true)}
}

func (i *instance) close(req target.Request) target.Answer {
	s := i.session(req.Session)
	if s == nil {
		return failed(fmt.Errorf("session %q is not connected", req.Session))
	}
	i.mu.Lock()
	delete(i.sessions, req.Session)
	i.mu.Unlock()
	if err := s.close(); err != nil {
		return failed(err)
	}
	return target.Answer{OK: target.Bool(true)}
}

func (i *instance) session(name string) *session {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.sessions[name]
}
