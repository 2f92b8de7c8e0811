package pgdiag

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// ProbeTimeout bounds a Probe whose context has no deadline.
const ProbeTimeout = time.Second

// Probe asks the server for a sign of life on conn, and returns nil where it came in time. It executes nothing: an empty
// query. A peer that has gone without a word, whose socket takes what is written and never answers, costs no more than the
// context's deadline, or ProbeTimeout where it has none; the diagnosis is then ConnectionSilent and the connection faulty.
// A connection that another call is using is not disturbed: it is ConnectionBusy.
//
// A pool or a *sql.DB is asked for a connection, idle or new, within the same time, and that is probed and goes back; the
// diagnosis of one that gives none is that of its failure, such as ConnectionRefused, PoolExhausted or PoolClosed. What is
// no connection of pgx's is ErrNotAConn.
func Probe(ctx context.Context, conn Conn) *Diagnosis {
	caller := ctx
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, ProbeTimeout)
		defer cancel()
	}
	switch h := heldBy(conn); {
	case h.pool != nil:
		return probePool(ctx, caller, h.pool)
	case h.db != nil:
		return probeDB(ctx, caller, h.db)
	case h.raw != nil:
		return probeRaw(ctx, caller, h.raw)
	default:
		return probeConn(ctx, caller, h.conn)
	}
}

// probeConn probes a connection of pgx's; ctx is the caller's context with a deadline.
func probeConn(ctx, caller context.Context, c *pgconn.PgConn) *Diagnosis {
	if c == nil {
		return unasked(ConnectionClosedByOwner, StatusClosed, ErrNotAConn)
	}
	err := c.Exec(ctx, "").Close()
	if err == nil {
		return nil
	}
	if b := bookOf(c); b != nil {
		b.mu.Lock()
		b.failed(ctx, c, err)
		b.mu.Unlock()
	}
	d := DiagnoseConn(c, err)
	if d.Condition == CallerDeadline && (caller.Err() == nil || errors.Is(caller.Err(), context.DeadlineExceeded)) && d.Status == StatusFaulty {
		d.Condition, d.Origin, d.Class = ConnectionSilent, OriginNetwork, OperationalError
	}
	return d
}

// unasked is the diagnosis of what could not be asked.
func unasked(c Condition, s Status, err error) *Diagnosis {
	return &Diagnosis{
		Condition: c, Class: classOfCondition(c), Origin: OriginClient, Scope: ScopeConnection, Outcome: OutcomeNotSent, Rule: "nothing_sent",
		Retry: RetryNo, Phase: PhaseQuery, Status: s, Tx: TxUnknown, err: err,
	}
}
