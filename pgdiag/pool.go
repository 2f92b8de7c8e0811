package pgdiag

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/puddle/v2"
)

// A Tracker that is attached to a pool's config also sees what happens before there is a connection.
var _ pgxpool.AcquireTracer = (*Tracker)(nil)

// PoolStatus is the state of a pool.
type PoolStatus string

// The states of a pool.
const (
	PoolOpen     PoolStatus = "open"     // connections can be had, as far as is known
	PoolDegraded PoolStatus = "degraded" // there are connections, but the last attempt to make one has failed
	PoolDown     PoolStatus = "down"     // there is none, and the last attempt to make one has failed
	PoolShut     PoolStatus = "closed"   // closed by its owner
)

// PoolState is the status of a pool and its counts.
type PoolState struct {
	Status PoolStatus
	// Total connections are Idle, Acquired or still being made (Constructing); Max is the most there may be.
	Total, Idle, Acquired, Constructing, Max int32
	// ConnectFailures counts the attempts to connect that have failed since one succeeded; LastFailure is the last one.
	ConnectFailures int64
	LastFailure     *Diagnosis
}

// PoolState is the state of the pool whose config the tracker is attached to.
func (t *Tracker) PoolState(pool *pgxpool.Pool) PoolState {
	stat := pool.Stat()
	t.mu.Lock()
	s := PoolState{
		Total: stat.TotalConns(), Idle: stat.IdleConns(), Acquired: stat.AcquiredConns(),
		Constructing: stat.ConstructingConns(), Max: stat.MaxConns(), ConnectFailures: t.connectFailures, LastFailure: t.lastFailure,
	}
	shut := t.poolClosed
	t.mu.Unlock()
	live := s.Total - s.Constructing
	switch {
	case shut:
		s.Status = PoolShut
	case s.ConnectFailures > 0 && live == 0:
		s.Status = PoolDown
	case s.ConnectFailures > 0:
		s.Status = PoolDegraded
	default:
		s.Status = PoolOpen
	}
	return s
}

// TraceAcquireStart implements pgxpool.AcquireTracer.
func (t *Tracker) TraceAcquireStart(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireStartData) context.Context {
	return ctx
}

// TraceAcquireEnd implements pgxpool.AcquireTracer.
func (t *Tracker) TraceAcquireEnd(ctx context.Context, pool *pgxpool.Pool, data pgxpool.TraceAcquireEndData) {
	if data.Err == nil {
		return
	}
	stat := pool.Stat()
	r := &record{f: facts{
		phase: PhaseAcquire, status: StatusOpen, acquiring: true, txBefore: 'I', exhausted: stat.AcquiredConns() >= stat.MaxConns(),
		making: stat.ConstructingConns() > 0, caller: ctx.Err(),
	}}
	if errors.Is(data.Err, puddle.ErrClosedPool) {
		t.mu.Lock()
		t.poolClosed = true
		r.f.status = StatusClosed
		t.mu.Unlock()
	}
	if connect := recent.find(data.Err); connect != nil { // a connect that has failed has told more
		if c := callOf(ctx); c != nil {
			c.fail(data.Err, connect)
		}
		return
	}
	tell(ctx, data.Err, r)
}

// connected takes note of how a connect has ended.
func (t *Tracker) connected(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err == nil {
		t.connectFailures, t.lastFailure = 0, nil
		return
	}
	t.connectFailures++
	t.lastFailure = Diagnose(err)
}
