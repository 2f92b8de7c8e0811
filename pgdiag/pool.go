package pgdiag

import (
	"context"
	"errors"
	"weak"

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

// PoolState is the state of the pool whose config the tracker is attached to. It asks nothing: neither the server, nor the
// pool for a connection. An empty pool is PoolOpen until an attempt to connect has failed, and a pool that its owner has
// closed is PoolShut only once it has refused a call, since pgx does not tell before. Probe asks. A nil pool is PoolShut.
func (t *Tracker) PoolState(pool *pgxpool.Pool) PoolState {
	if heldBy(pool).pool == nil {
		return PoolState{Status: PoolShut}
	}
	stat := pool.Stat()
	if t == nil {
		t = &Tracker{}
	}
	t.mu.Lock()
	s := PoolState{
		Total: stat.TotalConns(), Idle: stat.IdleConns(), Acquired: stat.AcquiredConns(),
		Constructing: stat.ConstructingConns(), Max: stat.MaxConns(), ConnectFailures: t.connectFailures, LastFailure: t.lastFailure,
	}
	_, shut := t.poolClosed[weak.Make(pool)]
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

// poolStatus is a pool's status by its Tracker, where it has one, and by its counts.
func poolStatus(pool *pgxpool.Pool) Status {
	stat := pool.Stat()
	t := trackerOf(pool.Config().ConnConfig.Tracer)
	var s PoolState
	if t != nil {
		s = t.PoolState(pool)
	}
	switch {
	case s.Status == PoolShut:
		return StatusClosed
	case stat.TotalConns() > stat.ConstructingConns():
		return StatusOpen
	case s.Status == PoolDown:
		return StatusFaulty
	}
	return StatusUnknown
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
		phase: PhaseAcquire, status: StatusOpen, acquiring: true, txBefore: 'I', kinds: kindsWithin, exhausted: stat.AcquiredConns() >= stat.MaxConns(),
		making: stat.ConstructingConns() > 0, caller: ctx.Err(),
	}}
	if errors.Is(data.Err, puddle.ErrClosedPool) {
		t.mu.Lock()
		if t.poolClosed == nil {
			t.poolClosed = map[weak.Pointer[pgxpool.Pool]]struct{}{}
		}
		t.poolClosed[weak.Make(pool)] = struct{}{} // pools may share a config, and so a Tracker
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
