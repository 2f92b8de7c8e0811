module github.com/pgfault/pgfault/docker/targets/pgx-v5-v5.12.0

go 1.26.0

require github.com/pgfault/pgfault v0.0.0

require (
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/pgx/v5 v5.13.0 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/pgfault/pgfault/pgdiag v0.0.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

// The module beside it asks for the newest.
replace github.com/jackc/pgx/v5 => github.com/jackc/pgx/v5 v5.12.0

replace (
	github.com/pgfault/pgfault => ../../..
	github.com/pgfault/pgfault/pgdiag => ../../../pgdiag
	github.com/pgfault/pgfault/pgdiag/otelpgdiag => ../../../pgdiag/otelpgdiag
)
