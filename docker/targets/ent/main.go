// Command ent is the shim of ent's driver of SQL over pgx, below what ent generates: Exec, Query, Tx, with pgx as its
// documentation opens it.
package main

import (
	"context"
	"database/sql"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func main() {
	sqlkit.Main(sqlkit.Driver{
		Hello: target.Hello{
			Name: "ent", Version: targets.Version("entgo.io/ent"),
			Homepage: "https://entgo.io", IssuesURL: "https://github.com/ent/ent/issues",
		},
		Connect: connect,
	})
}

// connect pings, as a program does that wants to know at its start.
func connect(ctx context.Context, req target.Request) (sqlkit.Handle, error) {
	db, err := sql.Open("pgx", req.DSN)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	drv := entsql.OpenDB(dialect.Postgres, db)
	return handle{runner{drv}, drv}, nil
}

// runner is what a driver and its transaction have in common.
type runner struct{ dialect.ExecQuerier }

// ExecContext implements sqlkit.Runner.
func (r runner) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	var result sql.Result
	return result, r.Exec(ctx, query, given(args), &result)
}

// QueryContext implements sqlkit.Runner.
func (r runner) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	var rows entsql.Rows
	if err := r.Query(ctx, query, given(args), &rows); err != nil {
		return nil, err
	}
	return rows.ColumnScanner.(*sql.Rows), nil // which it is where nothing is between
}

// given are the arguments as ent takes them, which refuses none at all.
func given(args []any) []any {
	if args == nil {
		return []any{}
	}
	return args
}

type handle struct {
	runner
	drv *entsql.Driver
}

// Begin implements sqlkit.Handle.
func (h handle) Begin(ctx context.Context) (sqlkit.Tx, error) {
	tx, err := h.drv.Tx(ctx)
	if err != nil {
		return nil, err
	}
	return transaction{runner{tx}, tx}, nil
}

// Close implements sqlkit.Handle.
func (h handle) Close() error { return h.drv.Close() }

type transaction struct {
	runner
	tx dialect.Tx
}

// Commit implements sqlkit.Tx.
func (t transaction) Commit() error { return t.tx.Commit() }

// Rollback implements sqlkit.Tx.
func (t transaction) Rollback() error { return t.tx.Rollback() }
