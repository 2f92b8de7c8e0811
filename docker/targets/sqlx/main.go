// Command sqlx is the shim of sqlx over lib/pq, as its documentation connects: Connect, Queryx, Beginx.
package main

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
	_ "github.com/lib/pq" // the driver "postgres"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func main() {
	sqlkit.Main(sqlkit.Driver{
		Hello: target.Hello{
			Name: "sqlx", Version: targets.Version("github.com/jmoiron/sqlx"),
			Homepage: "https://jmoiron.github.io/sqlx", IssuesURL: "https://github.com/jmoiron/sqlx/issues",
			Traits: &target.Traits{
				ConnectTimeoutGranularityMS: 1000,
				Cancel:                      target.CancelRunning,
				DSN:                         targets.LibPQ,
			},
		},
		Connect: connect,
	})
}

// connect opens and pings. The context ends lib/pq's dial alone; what comes after it is bounded by connect_timeout.
func connect(ctx context.Context, req target.Request) (sqlkit.Handle, error) {
	db, err := sqlx.ConnectContext(ctx, "postgres", targets.WithConnectTimeout(req))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return handle{runner{db}, db}, nil
}

// runner is what a DB and a Tx have in common.
type runner struct{ sqlx.ExtContext }

// QueryContext implements sqlkit.Runner.
func (r runner) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := r.QueryxContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return rows.Rows, nil
}

type handle struct {
	runner
	db *sqlx.DB
}

// Begin implements sqlkit.Handle.
func (h handle) Begin(ctx context.Context) (sqlkit.Tx, error) {
	tx, err := h.db.BeginTxx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return transaction{runner{tx}, tx}, nil
}

// Close implements sqlkit.Handle.
func (h handle) Close() error { return h.db.Close() }

type transaction struct {
	runner
	tx *sqlx.Tx
}

// Commit implements sqlkit.Tx.
func (t transaction) Commit() error { return t.tx.Commit() }

// Rollback implements sqlkit.Tx.
func (t transaction) Rollback() error { return t.tx.Rollback() }
