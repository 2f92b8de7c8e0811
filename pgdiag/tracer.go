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
	return t.start(ctx, conn, data.SQL)
}

// TraceQueryEnd implements pgx.QueryTracer.
func (t *Tracker) TraceQueryEnd(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryEndData) {
	t.end(ctx, conn, data.Err)
}

// TraceBatchStart implements pgx.BatchTracer.
func (t *Tracker) TraceBatchStart(ctx context.Context, conn *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return t.start(ctx, conn, "")
}

// TraceBatchQuery implements pgx.BatchTracer.
func (t *Tracker) TraceBatchQuery(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchQueryData) {
	if b := bookOf(conn.PgConn()); b != nil {
		b.fail(ctx, conn.PgConn(), data.Err)
	}
}

// TraceBatchEnd implements pgx.BatchTracer.
func (t *Tracker) TraceBatchEnd(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchEndData) {
	t.end(ctx, conn, data.Err)
}

// TraceCopyFromStart implements pgx.CopyFromTracer.
func (t *Tracker) TraceCopyFromStart(ctx context.Context, conn *pgx.Conn, _ pgx.TraceCopyFromStartData) context.Context {
	return t.start(ctx, conn, "")
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
		within := b.traced > 0
		if within {
			b.traced++
		}
		b.mu.Unlock()
		if within {
			return ctx
		}
	}
	return t.start(ctx, conn, data.SQL)
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
	c, ok := ctx.Value(connectingKey{}).(*connecting)
	if ctx.Value(noDialKey{}) != nil {
		return
	}
	if data.Err != nil && ok {
		tell(ctx, data.Err, c.facts())
	}
	t.connected(data.Err)
}

// start opens the book of a call.
func (t *Tracker) start(ctx context.Context, conn *pgx.Conn, sql string) context.Context {
	if b := bookOf(conn.PgConn()); b != nil {
		b.mu.Lock()
		if b.pending == 0 || b.lost() { // else the connection is busy, and the book is the other call's
			b.begin()
			b.op.sql, b.op.marked = sql, ctx.Value(readOnlyKey{}) != nil
			b.traced = 1
		}
		b.mu.Unlock()
	}
	return ctx
}

// end closes the book of a call.
func (t *Tracker) end(ctx context.Context, conn *pgx.Conn, err error) {
	if b := bookOf(conn.PgConn()); b != nil {
		b.mu.Lock()
		b.traced = max(b.traced-1, 0)
		b.mu.Unlock()
		b.fail(ctx, conn.PgConn(), err)
	}
}

// fail takes a picture of the book where a call has failed, before the next call changes it.
func (b *book) fail(ctx context.Context, conn *pgconn.PgConn, err error) {
	if err == nil {
		return
	}
	b.mu.Lock()
	b.failed(ctx, conn, err)
	f := b.facts()
	b.last = &memo{err, f}
	b.mu.Unlock()
	tell(ctx, err, f)
	b.announce()
}

// failed takes note of what pgx does to a connection on its own after a failure: it closes it in the background when the
// caller's context ends in the middle of a call, and at once after a BEGIN or COMMIT that the server did not answer.
func (b *book) failed(ctx context.Context, conn *pgconn.PgConn, err error) {
	ctxErr := ctx.Err()
	var pg *pgconn.PgError
	server := errors.As(err, &pg)
	if conn.IsClosed() && !b.lost() && !b.op.dead {
		switch {
		case ctxErr != nil:
			b.transport, b.owner = errGivenUp, false
		case !server && !errors.Is(err, pgconn.ErrConnClosed):
			b.transport, b.owner = errGarbage, false // a message that could not be read
		}
	}
	if ctxErr != nil && b.givenUp == "" && errors.Is(b.transport, errGivenUp) {
		b.givenUp = callerCondition(ctxErr)
	}
	if !server {
		e := effectOf([]byte(b.op.sql), true)
		b.dying = e.has(effectBegin) || e.has(effectCommit) && b.tx != 'I'
	}
}
