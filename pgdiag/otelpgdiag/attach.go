package otelpgdiag

import (
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/multitracer"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/pgfault/pgfault/pgdiag"
)

// ErrNoTracker is the error of an Attach to a config that pgdiag.Attach has not been called for.
var ErrNoTracker = errors.New("attach otelpgdiag: the config has no tracker of pgdiag: call pgdiag.Attach first")

// Config says to whom it is told, and what. Its zero value tells OpenTelemetry's global providers what is not sensitive.
type Config struct {
	// TracerProvider makes the spans; nil is otel.GetTracerProvider().
	TracerProvider trace.TracerProvider
	// MeterProvider makes the metrics; nil is otel.GetMeterProvider().
	MeterProvider metric.MeterProvider
	// QueryText adds the text of statements to their spans, as db.query.text. It is as sensitive as what the program
	// writes into it; arguments are never told.
	QueryText bool
}

// Attach adds a Tracer to cfg, which must have a tracker of pgdiag's: it comes after that, so that the diagnosis of a call
// is ready when the call is told. For a pool, cfg is the pool config's ConnConfig.
func Attach(cfg *pgx.ConnConfig, c Config) error {
	if cfg == nil || !tracked(cfg.Tracer) {
		return ErrNoTracker
	}
	t, err := New(c)
	if err != nil {
		return err
	}
	cfg.Tracer = multitracer.New(cfg.Tracer, t)
	return nil
}

// New makes a Tracer, for programs that put their tracers together themselves: it has to come after pgdiag's.
func New(c Config) (*Tracer, error) {
	if c.TracerProvider == nil {
		c.TracerProvider = otel.GetTracerProvider()
	}
	if c.MeterProvider == nil {
		c.MeterProvider = otel.GetMeterProvider()
	}
	duration, err := c.MeterProvider.Meter(scope).Float64Histogram("db.client.operation.duration",
		metric.WithUnit("s"),
		metric.WithDescription("Duration of database client operations."),
		metric.WithExplicitBucketBoundaries(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10),
	)
	if err != nil {
		return nil, err
	}
	return &Tracer{tracer: c.TracerProvider.Tracer(scope), duration: duration, text: c.QueryText}, nil
}

// scope is the name under which spans and metrics are made.
const scope = "github.com/pgfault/pgfault/pgdiag/otelpgdiag"

// tracked tells whether pgdiag's tracker is among the tracers of a config.
func tracked(tr pgx.QueryTracer) bool {
	switch tr := tr.(type) {
	case *pgdiag.Tracker:
		return true
	case *multitracer.Tracer:
		return slices.ContainsFunc(tr.QueryTracers, tracked)
	}
	return false
}
