package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// databaseMaker makes one database after the other.
type databaseMaker struct {
	make      func(ctx context.Context) (string, error)
	afterTake func(ctx context.Context) // After each that was taken.
	close     func(ctx context.Context) error
}

// databasePool makes databases ahead of need: each maker has one ready, and makes the next when that is taken.
type databasePool struct {
	ready     chan madeDatabase
	cancel    context.CancelFunc
	ended     sync.WaitGroup
	done      <-chan struct{}
	stopFuncs []func(ctx context.Context) error
}

type madeDatabase struct {
	name string
	err  error
}

// readyDatabases is how many databases are ready ahead of need, and how many are made at once.
const readyDatabases = 2

func (s *Server) databaseMakers() []databaseMaker {
	databaseMakers := make([]databaseMaker, readyDatabases)
	source := new(warmTemplate)
	for i := range databaseMakers {
		over := newSession(s.adminConfig(""))
		databaseMakers[i] = databaseMaker{
			make:      func(ctx context.Context) (string, error) { return s.create(ctx, over, source.name(s.names.template())) },
			afterTake: func(ctx context.Context) { source.make(ctx, s, over) },
			close:     over.close,
		}
	}
	return databaseMakers
}

// newDatabasePool starts to fill. What bounds ctx does not bound the pool.
func newDatabasePool(ctx context.Context, databaseMakers []databaseMaker) *databasePool {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	p := &databasePool{ready: make(chan madeDatabase), cancel: cancel, done: ctx.Done()}
	for _, f := range databaseMakers {
		p.stopFuncs = append(p.stopFuncs, f.close)
		p.ended.Go(func() {
			defer crash.Guard()
			p.run(ctx, f)
		})
	}
	return p
}

func (p *databasePool) run(ctx context.Context, f databaseMaker) {
	for ctx.Err() == nil {
		name, err := f.make(ctx)
		select {
		case p.ready <- madeDatabase{name, err}:
			if err == nil {
				f.afterTake(ctx)
			}
		case <-ctx.Done():
		}
	}
}

// take gives a database that nobody else has.
func (p *databasePool) take(ctx context.Context) (string, error) {
	select {
	case o := <-p.ready:
		return o.name, o.err
	case <-p.done:
		return "", ErrClosed
	case <-ctx.Done():
		return "", fmt.Errorf("wait for one: %w", context.Cause(ctx))
	}
}

// close ends the makers. What they have ready goes with the server.
func (p *databasePool) close(ctx context.Context) error {
	p.cancel()
	p.ended.Wait()
	var errs []error
	for _, stop := range p.stopFuncs {
		errs = append(errs, stop(ctx))
	}
	return errors.Join(errs...)
}
