package pgdiag

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"
)

// probeRaw probes the connection of a *sql.Conn, which no other call can use meanwhile.
func probeRaw(ctx, caller context.Context, c rawConn) *Diagnosis {
	var d *Diagnosis
	err := inRaw(ctx.Done(), c, func(driverConn any) { d = probeConn(ctx, caller, heldBy(driverConn).conn) })
	switch {
	case err == nil:
		return d
	case errors.Is(err, errInUse):
		busy := unasked(ConnectionBusy, StatusUnknown, err)
		busy.Scope, busy.Tx = ScopeStatement, TxActive
		return busy
	}
	return unasked(ConnectionClosedByOwner, StatusClosed, errors.Join(ErrNotAConn, err))
}

// probePool probes a connection of a pool's.
func probePool(ctx, caller context.Context, pool *pgxpool.Pool) *Diagnosis {
	acquiring, call := WithCall(ctx)
	c, err := pool.Acquire(acquiring)
	if err != nil {
		stat := pool.Stat()
		return notGiven(call.Diagnose(err), stat.AcquiredConns() >= stat.MaxConns())
	}
	defer c.Release()
	return probeConn(ctx, caller, c.Conn().PgConn())
}

// probeDB probes a connection of a database's.
func probeDB(ctx, caller context.Context, db database) *Diagnosis {
	c, err := db.Conn(ctx)
	switch {
	case err == nil:
		defer c.Close() //nolint:errcheck // it goes back, or has been closed meanwhile
		return probeRaw(ctx, caller, c)
	case dbStatus(db) == StatusClosed: //nolint:contextcheck // it waits for nothing
		return unasked(PoolClosed, StatusClosed, err)
	}
	stats := db.Stats()
	return notGiven(Diagnose(err), stats.MaxOpenConnections > 0 && stats.InUse >= stats.MaxOpenConnections)
}

// notGiven is the diagnosis of a Probe that was given no connection. Nothing was to be executed, and so nothing was,
// whatever a bare error of the context leaves open.
func notGiven(found *Diagnosis, exhausted bool) *Diagnosis {
	if found.Outcome != OutcomeUnknown {
		return found
	}
	d := *found // which the error itself may be
	d.Outcome, d.Rule, d.Phase = OutcomeNotSent, "nothing_sent", PhaseAcquire
	if d.Condition == CallerDeadline && exhausted {
		d.Condition, d.Class, d.Origin = PoolExhausted, OperationalError, OriginClient
	}
	d.Retry = RetryWait
	if d.Condition == CallerCancel {
		d.Retry = RetryNo
	}
	return &d
}
