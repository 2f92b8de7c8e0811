package pgdiag

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// A Tracker is a tracer of pgx's: it is told when each call begins and ends, and with which error.
var (
	_ pgx.QueryTracer    = (*Tracker)(nil)
	_ pgx.BatchTracer    = (*Tracker)(nil)
	_ pgx.CopyFromTracer = (*Tracker)(nil)
	_ pgx.PrepareTracer  = (*Tracker)(nil)
	_ pgx.ConnectTracer  = (*Tracker)(nil)
)

// TraceQueryStart implements pgx.QueryTracer.
func (t *Tracker) TraceQueryStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	t.start(ctx, conn, data.SQL, hasArguments(data.Args))
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (t *Tracker) TraceQueryEnd(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryEndData) {
	t.end(ctx, conn, data.Err)
}

// TraceBatchStart implements pgx.BatchTracer.
func (t *Tracker) TraceBatchStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	arguments := false
	for _, q := range data.Batch.QueuedQueries {
		arguments = arguments || hasArguments(q.Arguments)
	}
	t.start(ctx, conn, "", arguments)
	return ctx
}

// TraceBatchQuery implements pgx.BatchTracer.
func (t *Tracker) TraceBatchQuery(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchQueryData) {
	if b := bookOf(conn.PgConn()); b != nil && data.Err != nil {
		b.fail(ctx, conn.PgConn(), data.Err)
	}
}

// TraceBatchEnd implements pgx.BatchTracer.
func (t *Tracker) TraceBatchEnd(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchEndData) {
	t.end(ctx, conn, data.Err)
}

// TraceCopyFromStart implements pgx.CopyFromTracer.
func (t *Tracker) TraceCopyFromStart(ctx context.Context, conn *pgx.Conn, _ pgx.TraceCopyFromStartData) context.Context {
	t.start(ctx, conn, "", false)
	return ctx
}

// TraceCopyFromEnd implements pgx.CopyFromTracer.
func (t *Tracker) TraceCopyFromEnd(ctx context.Context, conn *pgx.Conn, data pgx.TraceCopyFromEndData) {
	t.end(ctx, conn, data.Err)
}

// TracePrepareStart implements pgx.PrepareTracer. pgx also prepares within Query, SendBatch and CopyFrom: the call around
// it then goes on.
func (t *Tracker) TracePrepareStart(ctx context.Context, conn *pgx.Conn, data pgx.TracePrepareStartData) context.Context {
	if b := bookOf(conn.PgConn()); b != nil {
		b.mu.Lock()
		within := b.traced > 0 && b.pending == 0 && !conn.PgConn().IsBusy()
		if within {
			b.traced++
		}
		b.mu.Unlock()
		if within {
			return ctx
		}
	}
	t.start(ctx, conn, data.SQL, false)
	return ctx
}

// TracePrepareEnd implements pgx.PrepareTracer.
func (t *Tracker) TracePrepareEnd(ctx context.Context, conn *pgx.Conn, data pgx.TracePrepareEndData) {
	t.end(ctx, conn, data.Err)
}

// TraceConnectStart implements pgx.ConnectTracer.
func (t *Tracker) TraceConnectStart(ctx context.Context, _ pgx.TraceConnectStartData) context.Context {
	return context.WithValue(ctx, connectingKey{}, &connecting{})
}

// TraceConnectEnd implements pgx.ConnectTracer.
func (t *Tracker) TraceConnectEnd(ctx context.Context, data pgx.TraceConnectEndData) {
	if c, ok := ctx.Value(connectingKey{}).(*connecting); ok && data.Err != nil {
		r := c.record(data.Err)
		r.f.caller = ctx.Err()
		tell(ctx, data.Err, r)
	}
	t.connected(data.Err)
}

// hasArguments tells whether a call has arguments that may be ones that can't be sent: not where a function of the
// program's own makes them.
func hasArguments(args []any) bool {
	for _, a := range args {
		switch a.(type) {
		case pgx.QueryExecMode, pgx.QueryResultFormats, pgx.QueryResultFormatsByOID:
		case pgx.NamedArgs, pgx.StrictNamedArgs:
			return true
		case pgx.QueryRewriter:
			return false
		default:
			return true
		}
	}
	return false
}

// start opens the book of a call.
func (t *Tracker) start(ctx context.Context, conn *pgx.Conn, sql string, arguments bool) {
	b := bookOf(conn.PgConn())
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if (b.pending > 0 || conn.PgConn().IsBusy()) && !b.lost() {
		b.busy++ // the book is the other call's
		return
	}
	b.begin()
	b.op.traced, b.op.sql, b.op.arguments = true, sql, arguments
	b.op.marked = ctx.Value(readOnlyKey{}) != nil
	b.traced = 1
}

// end closes the book of a call.
func (t *Tracker) end(ctx context.Context, conn *pgx.Conn, err error) {
	b := bookOf(conn.PgConn())
	if b == nil {
		return
	}
	if err != nil {
		b.fail(ctx, conn.PgConn(), err)
	}
	b.mu.Lock()
	if b.busy > 0 && err != nil && listen(err).lock {
		b.busy--
	} else if b.traced = max(b.traced-1, 0); b.traced == 0 {
		b.op.over, b.op.sql = true, ""
	}
	wrote := err == nil && b.tx != 'T' && b.op.effects.has(effectWrite|effectCommit|effectHidden|effectLasting|effectPrepare|effectCommitPrepared)
	b.mu.Unlock()
	if wrote {
		if c := callOf(ctx); c != nil {
			c.succeed()
		}
	}
}

// fail takes note of a call that has failed.
func (b *book) fail(ctx context.Context, conn *pgconn.PgConn, err error) {
	b.mu.Lock()
	var r *record
	if b.busy > 0 && listen(err).lock {
		r = &record{f: facts{book: b, traced: true, busy: true, status: b.status(), tx: b.tx, txBefore: b.tx, phase: PhaseQuery}}
	} else {
		b.failed(ctx, conn, err)
		r = b.recorded(ctx.Err())
		b.op.told = b.mute.keep(err)
	}
	b.mu.Unlock()
	tell(ctx, err, r)
	b.announce()
}

// failed takes note of what pgx does to a connection on its own after a failure: it closes it in the background when the
// caller's context ends in the middle of a call, and may close it after a BEGIN, COMMIT or ROLLBACK that has failed.
func (b *book) failed(ctx context.Context, conn *pgconn.PgConn, err error) {
	ctxErr := ctx.Err()
	var pg *pgconn.PgError
	server := errors.As(err, &pg)
	if conn.IsClosed() && !b.lost() && !b.op.dead {
		switch {
		case ctxErr != nil:
			b.transport, b.owner = errGivenUp, false
		case !server && !errors.Is(err, pgconn.ErrConnClosed):
			// A message that could not be read; or a batch that was broken off, of which something may still be sent.
			b.transport, b.owner, b.flushing = errGarbage, false, true
		}
	}
	if ctxErr != nil && b.givenUp == "" && errors.Is(b.transport, errGivenUp) {
		b.givenUp = callerCondition(ctxErr)
	}
	b.op.intent = effectOf([]byte(b.op.sql[:min(len(b.op.sql), keepLimit)]), true, b.escapes)
	e := b.op.intent | b.op.effects
	b.dying = !e.anything() && (e.has(effectBegin|effectRollback) && !(server && !isFatal(pg)) || e.has(effectCommit) && b.tx != 'I')
}
