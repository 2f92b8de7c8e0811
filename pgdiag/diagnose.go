package pgdiag

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Diagnose explains an error that pgx, pgxpool or database/sql over pgx has returned; wrapped errors are looked through.
// Where the connection's config has a Tracker, it uses what the tracker saw of the failed call; without it, or for a value
// that many failures share (context.Canceled), it claims only what the error alone proves: DiagnoseConn says more then.
// A nil error has a nil diagnosis.
func Diagnose(err error) *Diagnosis {
	if err == nil {
		return nil
	}
	return diagnose(err, remembrance(err))
}

// DiagnoseConn explains an error that a call on conn has just returned, with the book of that very connection.
func DiagnoseConn(conn Conn, err error) *Diagnosis {
	if err == nil {
		return nil
	}
	c := pgConnOf(conn)
	b := bookOf(c)
	if b == nil {
		return Diagnose(err)
	}
	f := remembrance(err)
	b.mu.Lock()
	if f == nil {
		f = b.untraced(c, err)
	} else {
		f = b.since(f)
	}
	b.mu.Unlock()
	return diagnose(err, f)
}

// remembrance looks for the picture of the failed call, by the error and by those it wraps, in all branches.
func remembrance(err error) *facts {
	if recent.used.Load() == 0 {
		return nil
	}
	left := maxDepth
	return remember(err, &left)
}

func remember(err error, left *int) *facts {
	for ; err != nil && *left > 0; *left-- {
		if f := recent.find(err); f != nil {
			return f
		}
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				*left--
				if f := remember(e, left); f != nil {
					return f
				}
			}
			return nil
		}
		err = errors.Unwrap(err)
	}
	return nil
}

// diagnose decides in the order of what is most certain: what the server said, what the client refused, what the caller
// wanted, and last what the network did. f is nil where nothing is known but the error.
func diagnose(err error, f *facts) *Diagnosis {
	t := walk(err)
	if t.known != nil {
		return t.known
	}
	d := &Diagnosis{err: err, Phase: PhaseQuery}
	if f != nil {
		d.Phase, d.Notice, d.Attempts = f.phase, f.op.notice, f.attempts
	} else if t.connect {
		d.Phase = connectPhase(&t)
	}
	switch pg := serverError(&t, f); {
	case pg != nil:
		d.fromServer(pg, &t, f)
	case t.sqlstate != "":
		d.fromServer(&pgconn.PgError{Code: t.sqlstate}, &t, f)
		d.pg = nil
	case d.fromClient(&t, f):
	default:
		d.fromNetwork(&t, f)
	}
	d.finish(&t, f)
	return d
}

// serverError is what the server said in the failed call: in the error, or seen on the wire and hidden by the driver,
// which drops the error where a session ends with a severity in another language, and where the socket fails first.
func serverError(t *tree, f *facts) *pgconn.PgError {
	switch {
	case t.pg != nil:
		return t.pg
	case f == nil || f.op.err == nil || f.op.dead:
		return nil
	case t.sentinel != "":
		return nil
	case f.fatal != nil, f.lost() && !t.canceled && !t.deadline:
		return f.op.err
	}
	return nil
}

// fromServer fills in what an ErrorResponse says.
func (d *Diagnosis) fromServer(pg *pgconn.PgError, t *tree, f *facts) {
	d.pg, d.SQLState, d.Cause = pg, pg.Code, pg
	d.Condition, d.Class = conditionOf(pg, f), ClassOf(pg.Code, Psycopg2)
	d.Origin = OriginServer
	if isPooler(pg) {
		d.Origin = OriginPooler
	}
	if pg.Code == "57014" && f != nil && f.caller != nil {
		// The driver has sent a cancel request for the caller's context, and the server has obeyed.
		d.Condition, d.Origin = callerCondition(f.caller), OriginCaller
	}
	if t.connect && d.Phase == PhaseQuery || f != nil && f.connecting && pg.Code[:min(2, len(pg.Code))] == "28" {
		d.Phase = PhaseAuth
	}
}

// fromClient fills in what the driver or this process has refused without asking the server.
func (d *Diagnosis) fromClient(t *tree, f *facts) bool {
	d.Origin = OriginClient
	switch {
	case t.sentinel != "":
		d.Condition = t.sentinel
		if t.sentinel == CommitRolledBack {
			d.Phase, d.Origin = PhaseCommit, OriginServer
		}
	case d.Phase == PhaseAcquire && (t.deadline || t.canceled) && f.exhausted:
		d.Condition = PoolExhausted
	case t.parse:
		d.Condition, d.Phase = BadDSN, PhaseDial
	case t.mismatch:
		d.Condition, d.Phase, d.Origin = ServerMismatch, PhaseStartup, OriginServer
	case t.lock && !t.closed:
		d.Condition = ConnectionBusy
	case f != nil && f.op.dead && f.status == StatusClosed:
		d.Condition = ConnectionClosedByOwner
	case f == nil && t.closed, t.netClose && f == nil:
		d.Condition = ConnectionClosedByOwner
	case f != nil && !f.connecting && f.status == StatusOpen && f.caller == nil && f.op.err == nil && !t.canceled && !t.deadline && !t.timeout:
		// pgx has no types for what it refuses: the wire tells whether that was before the server's work or after it.
		switch {
		case !f.op.executable:
			d.Condition = EncodeFailure
		case f.op.completes > 0:
			d.Condition = DecodeFailure
		default:
			d.Origin = ""
			return false
		}
	default:
		d.Origin = ""
		return false
	}
	return true
}

// callerCondition is the condition of the caller's context.
func callerCondition(ctxErr error) Condition {
	if errors.Is(ctxErr, context.DeadlineExceeded) {
		return CallerDeadline
	}
	return CallerCancel
}
