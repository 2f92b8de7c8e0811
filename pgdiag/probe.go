package pgdiag

import (
	"context"
	"errors"
	"time"
)

// ProbeTimeout bounds a Probe whose context has no deadline.
const ProbeTimeout = time.Second

// Probe asks the server for a sign of life on conn, and returns nil where it came in time. It executes nothing: an empty
// query. A peer that has gone without a word, whose socket takes what is written and never answers, costs no more than the
// context's deadline, or ProbeTimeout where it has none; the diagnosis is then ConnectionSilent and the connection faulty.
// A connection that another call is using is not disturbed: it is ConnectionBusy.
func Probe(ctx context.Context, conn Conn) *Diagnosis {
	c := pgConnOf(conn)
	if c == nil {
		return &Diagnosis{
			Condition: ConnectionClosedByOwner, Class: InterfaceError, Origin: OriginClient, Scope: ScopeConnection, Outcome: OutcomeNotSent,
			Rule: "nothing_sent", Retry: RetryNo, Phase: PhaseQuery, Status: StatusClosed, Tx: TxUnknown, err: ErrNotAConn,
		}
	}
	caller := ctx
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, ProbeTimeout)
		defer cancel()
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
	d := DiagnoseConn(conn, err)
	if d.Condition == CallerDeadline && (caller.Err() == nil || errors.Is(caller.Err(), context.DeadlineExceeded)) && d.Status == StatusFaulty {
		d.Condition, d.Origin, d.Class = ConnectionSilent, OriginNetwork, OperationalError
	}
	return d
}
