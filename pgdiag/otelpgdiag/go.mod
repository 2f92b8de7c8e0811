module github.com/pgfault/pgfault/pgdiag/otelpgdiag

go 1.25.0

require (
	github.com/jackc/pgx/v5 v5.11.0
	github.com/pgfault/pgfault/pgdiag v0.0.0
	go.opentelemetry.io/otel v1.38.0
	go.opentelemetry.io/otel/metric v1.38.0
	go.opentelemetry.io/otel/trace v1.38.0
)

require (
	github.com/go-logr/logr v1.4.3 // indirect
	github.com/go-logr/stdr v1.2.2 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.2 // indirect
	go.opentelemetry.io/auto/sdk v1.1.0 // indirect
	golang.org/x/sync v0.17.0 // indirect
	golang.org/x/text v0.29.0 // indirect
)

// A release has no such line: make release takes it out, and puts in the version that it tags.
replace github.com/pgfault/pgfault/pgdiag => ../
