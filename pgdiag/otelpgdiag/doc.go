// Package otelpgdiag tells OpenTelemetry what pgdiag knows: a span and a measurement for each call of pgx's, by the stable
// semantic conventions for databases (https://opentelemetry.io/docs/specs/semconv/database/), and on those that fail the
// diagnosis.
//
//	tracker, err := pgdiag.Attach(cfg)
//	…
//	err = otelpgdiag.Attach(cfg, otelpgdiag.Config{})
//
// A call that failed has error.type and, where the server said one, db.response.status_code; and in words of which there
// are few, so that they may be attributes of a metric as well, pgdiag.condition, pgdiag.outcome, pgdiag.retry,
// pgdiag.origin and pgdiag.scope. What is sensitive is not told: no text of a statement, no argument, and no message of
// an error, which may quote a value. Config.QueryText adds the text of statements.
//
// db.namespace is the database that the connection was made to.
package otelpgdiag
