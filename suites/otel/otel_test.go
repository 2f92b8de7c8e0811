// Package otel_test holds what pgdiag/otelpgdiag tells OpenTelemetry: its SDK is a requirement of these tests alone.
package otel_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/pgdiag/otelpgdiag"
)

func TestMain(m *testing.M) {
	code := harness.Main(m)
	if err := goleak.Find(); code == 0 && err != nil {
		_, _ = os.Stderr.WriteString("goroutines left: " + err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}

// observed is a connection that is told of, and what was told.
type observed struct {
	*pgx.Conn
	spans   *tracetest.InMemoryExporter
	metrics *metric.ManualReader
}

// observe connects through the rig's endpoint, to a database with the table t(v text primary key).
func observe(t *testing.T, r *harness.TestRig, text bool) observed {
	t.Helper()
	r.SQL(`CREATE TABLE t (v text PRIMARY KEY); GRANT ALL ON t TO public`)
	cfg, o := config(t, r.DSN(), text)
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) }) // it may have been lost
	o.Conn = conn
	return o
}

// config is a config that is told of.
func config(t *testing.T, dsn string, text bool) (*pgx.ConnConfig, observed) {
	t.Helper()
	o := observed{spans: tracetest.NewInMemoryExporter(), metrics: metric.NewManualReader()}
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		t.Fatal(err)
	}
	err = otelpgdiag.Attach(cfg, otelpgdiag.Config{
		TracerProvider: trace.NewTracerProvider(trace.WithSyncer(o.spans)),
		MeterProvider:  metric.NewMeterProvider(metric.WithReader(o.metrics)),
		QueryText:      text,
	})
	if err != nil {
		t.Fatal(err)
	}
	return cfg, o
}

// last is the span that ended last.
func (o observed) last(t *testing.T) tracetest.SpanStub {
	t.Helper()
	all := o.spans.GetSpans()
	if len(all) == 0 {
		t.Fatal("no span")
	}
	return all[len(all)-1]
}

// told is attributes as text, for those that are named; "-" stands for one that is not there.
func told(attrs []attribute.KeyValue, keys ...string) string {
	set := attribute.NewSet(attrs...)
	words := make([]string, len(keys))
	for i, k := range keys {
		words[i] = "-"
		if v, ok := set.Value(attribute.Key(k)); ok {
			words[i] = v.String()
		}
	}
	return strings.Join(words, " ")
}

// durations are the measurements, by what is said of them.
func (o observed) durations(t *testing.T) []metricdata.HistogramDataPoint[float64] {
	t.Helper()
	var all metricdata.ResourceMetrics
	if err := o.metrics.Collect(context.Background(), &all); err != nil {
		t.Fatal(err)
	}
	if len(all.ScopeMetrics) != 1 || len(all.ScopeMetrics[0].Metrics) != 1 {
		t.Fatalf("metrics: %+v", all.ScopeMetrics)
	}
	m := all.ScopeMetrics[0].Metrics[0]
	h, ok := m.Data.(metricdata.Histogram[float64])
	if !ok || m.Name != "db.client.operation.duration" || m.Unit != "s" {
		t.Fatalf("the metric is %s in %s, %T", m.Name, m.Unit, m.Data)
	}
	return h.DataPoints
}

// everything is all that was told, as text.
func (o observed) everything(t *testing.T) string {
	t.Helper()
	return fmt.Sprintf("%+v %+v", o.spans.GetSpans(), o.durations(t))
}
