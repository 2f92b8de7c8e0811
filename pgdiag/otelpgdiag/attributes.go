package otelpgdiag

import (
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.37.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/pgfault/pgfault/pgdiag"
)

// The attributes that are pgdiag's own. The values of each are the words of the type in package pgdiag, of which there
// are few.
const (
	ConditionKey = attribute.Key("pgdiag.condition") // what happened
	OutcomeKey   = attribute.Key("pgdiag.outcome")   // what is known of the write
	RetryKey     = attribute.Key("pgdiag.retry")     // what may be done
	OriginKey    = attribute.Key("pgdiag.origin")    // who reported it
	ScopeKey     = attribute.Key("pgdiag.scope")     // what is broken
)

// Attributes says a diagnosis in attributes; nil has none. By the conventions error.type is the server's code where it
// said one, else it is the condition.
func Attributes(d *pgdiag.Diagnosis) []attribute.KeyValue {
	if d == nil {
		return nil
	}
	attrs := []attribute.KeyValue{
		ConditionKey.String(string(d.Condition)),
		OutcomeKey.String(string(d.Outcome)),
		RetryKey.String(string(d.Retry)),
		OriginKey.String(string(d.Origin)),
		ScopeKey.String(string(d.Scope)),
	}
	if d.SQLState == "" {
		return append(attrs, semconv.ErrorTypeKey.String(string(d.Condition)))
	}
	return append(attrs, semconv.ErrorTypeKey.String(d.SQLState), semconv.DBResponseStatusCode(d.SQLState))
}

// Record says a diagnosis on a span of the program's own: its attributes, and that the span failed. Nil changes nothing.
func Record(span trace.Span, d *pgdiag.Diagnosis) {
	if d == nil {
		return
	}
	span.SetStatus(codes.Error, string(d.Condition)) // the error's message may quote a value
	span.SetAttributes(Attributes(d)...)
}
