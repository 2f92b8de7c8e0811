package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// filler makes one database after the other.
type filler struct {
	fill func(ctx context.Context) (string, error)
	then func(ctx context.Context) // After each that was taken.
	end  func(ctx context.Context) error
}

// pool makes databases ahead of need: each filler has one ready, and makes the next when that is taken.
type pool struct {
	ready  chan outcome
	cancel context.CancelFunc
	ended  sync.WaitGroup
	done   <-chan struct{}
	stops  []func(ctx context.Context) error
}

type outcome struct {
	name string
	err  error
}

// warm is how many databases are ready ahead of need, and how many are made at once.
const warm = 2

func (s *Server) fillers() []filler {
	fillers := make([]filler, warm)
	source := new(warmed)
	for i := range fillers {
		over := newSession(adminConfig(s.instance, ""))
		fillers[i] = filler{
			fill: func(ctx context.Context) (string, error) { return s.create(ctx, over, source.name(s.names.template())) },
			then: func(ctx context.Context) { source.make(ctx, s, over) },
			end:  over.close,
		}
	}
	return fillers
}

// newPool starts to fill. What bounds ctx does not bound the pool.
func newPool(ctx context.Context, fillers []filler) *pool {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	p := &pool{ready: make(chan outcome), cancel: cancel, done: ctx.Done()}
	for _, f := range fillers {
		p.stops = append(p.stops, f.end)
		p.ended.Go(func() { p.work(ctx, f) })
	}
	return p
}

func (p *pool) work(ctx context.Context, f filler) {
	for ctx.Err() == nil {
		name, err := f.fill(ctx)
		select {
		case p.ready <- outcome{name, err}:
			if err == nil {
				f.then(ctx)
			}
		case <-ctx.Done():
		}
	}
}

// take gives a database that nobody else has.
func (p *pool) take(ctx context.Context) (string, error) {
	select {
	case o := <-p.ready:
		return o.name, o.err
	case <-p.done:
		return "", ErrClosed
	case <-ctx.Done():
		return "", fmt.Errorf("wait for one: %w", context.Cause(ctx))
	}
}

// close ends the fillers. What they have ready goes with the server.
func (p *pool) close(ctx context.Context) error {
	p.cancel()
	p.ended.Wait()
	var errs []error
	for _, stop := range p.stops {
		errs = append(errs, stop(ctx))
	}
	return errors.Join(errs...)
}
