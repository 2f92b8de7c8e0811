package otelpgdiag

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.37.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/pgfault/pgfault/pgdiag"
)

// Tracer is a tracer of pgx's: it makes a span of each call, and measures how long it took. Attach adds it to a config.
type Tracer struct {
	tracer   trace.Tracer
	duration metric.Float64Histogram
	text     bool
}

var (
	_ pgx.QueryTracer    = (*Tracer)(nil)
	_ pgx.BatchTracer    = (*Tracer)(nil)
	_ pgx.CopyFromTracer = (*Tracer)(nil)
	_ pgx.PrepareTracer  = (*Tracer)(nil)
	_ pgx.ConnectTracer  = (*Tracer)(nil)
)

// call is a call that goes on. attrs are those of its measurement; its span has more.
type call struct {
	span  trace.Span
	start time.Time
	attrs []attribute.KeyValue
}

type callKey struct{}

// TraceQueryStart implements pgx.QueryTracer.
func (t *Tracer) TraceQueryStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	return t.begin(ctx, endpointOf(conn), operation(data.SQL), "", t.query(data.SQL)...)
}

// TraceQueryEnd implements pgx.QueryTracer.
func (t *Tracer) TraceQueryEnd(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryEndData) {
	t.end(ctx, pgdiag.DiagnoseConn(conn, data.Err))
}

// TraceBatchStart implements pgx.BatchTracer: a batch is one call, with the number of its statements.
func (t *Tracer) TraceBatchStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	var more []attribute.KeyValue
	if data.Batch != nil && data.Batch.Len() > 1 { // of one the conventions say that it is no batch
		more = append(more, semconv.DBOperationBatchSize(data.Batch.Len()))
	}
	return t.begin(ctx, endpointOf(conn), batchOperation(data.Batch), "", more...)
}

// TraceBatchQuery implements pgx.BatchTracer: the statements of a batch have no spans of their own.
func (t *Tracer) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd implements pgx.BatchTracer.
func (t *Tracer) TraceBatchEnd(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchEndData) {
	t.end(ctx, pgdiag.DiagnoseConn(conn, data.Err))
}

// TraceCopyFromStart implements pgx.CopyFromTracer.
func (t *Tracer) TraceCopyFromStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceCopyFromStartData) context.Context {
	return t.begin(ctx, endpointOf(conn), "COPY", strings.Join(data.TableName, "."))
}

// TraceCopyFromEnd implements pgx.CopyFromTracer.
func (t *Tracer) TraceCopyFromEnd(ctx context.Context, conn *pgx.Conn, data pgx.TraceCopyFromEndData) {
	t.end(ctx, pgdiag.DiagnoseConn(conn, data.Err))
}

// TracePrepareStart implements pgx.PrepareTracer. What pgx prepares within a call is within its span.
func (t *Tracer) TracePrepareStart(ctx context.Context, conn *pgx.Conn, data pgx.TracePrepareStartData) context.Context {
	return t.begin(ctx, endpointOf(conn), "PREPARE", "", t.query(data.SQL)...)
}

// TracePrepareEnd implements pgx.PrepareTracer.
func (t *Tracer) TracePrepareEnd(ctx context.Context, conn *pgx.Conn, data pgx.TracePrepareEndData) {
	t.end(ctx, pgdiag.DiagnoseConn(conn, data.Err))
}

// TraceConnectStart implements pgx.ConnectTracer.
func (t *Tracer) TraceConnectStart(ctx context.Context, data pgx.TraceConnectStartData) context.Context {
	return t.begin(ctx, configured(data.ConnConfig, nil), "CONNECT", "")
}

// TraceConnectEnd implements pgx.ConnectTracer.
func (t *Tracer) TraceConnectEnd(ctx context.Context, data pgx.TraceConnectEndData) {
	t.end(ctx, pgdiag.Diagnose(data.Err))
}

// query is the text of a statement, where it may be told.
func (t *Tracer) query(sql string) []attribute.KeyValue {
	if !t.text {
		return nil
	}
	return []attribute.KeyValue{semconv.DBQueryText(sql)}
}

// begin begins a call; more are attributes that its span alone has.
func (t *Tracer) begin(ctx context.Context, at endpoint, operation, collection string, more ...attribute.KeyValue) context.Context {
	c := &call{start: time.Now(), attrs: at.attrs[:len(at.attrs):len(at.attrs)]}
	name := []string{}
	if operation != "" {
		c.attrs, name = append(c.attrs, semconv.DBOperationName(operation)), append(name, operation)
	}
	switch {
	case collection != "":
		c.attrs, name = append(c.attrs, semconv.DBCollectionName(collection)), append(name, collection)
	case at.namespace != "":
		name = append(name, at.namespace)
	case operation == "":
		name = append(name, semconv.DBSystemNamePostgreSQL.Value.AsString())
	}
	ctx, c.span = t.tracer.Start(ctx, strings.Join(name, " "), trace.WithSpanKind(trace.SpanKindClient),
		trace.WithTimestamp(c.start), trace.WithAttributes(c.attrs...), trace.WithAttributes(more...))
	return context.WithValue(ctx, callKey{}, c)
}

// end ends the call that ctx came from.
func (t *Tracer) end(ctx context.Context, d *pgdiag.Diagnosis) {
	c, ok := ctx.Value(callKey{}).(*call)
	if !ok {
		return
	}
	now := time.Now()
	Record(c.span, d)
	c.span.End(trace.WithTimestamp(now))
	// A caller's context may be over, and the measurement is still one; it keeps the span for exemplars.
	t.duration.Record(context.WithoutCancel(ctx), now.Sub(c.start).Seconds(), metric.WithAttributes(append(c.attrs, Attributes(d)...)...))
}
