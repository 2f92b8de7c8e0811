// Command bun is the shim of bun over its own driver: NewDB, Query, BeginTx. It writes arguments into the statement itself.
package main

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/driver/pgdriver"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func main() {
	sqlkit.Main(sqlkit.Driver{
		Hello: target.Hello{
			Name: "bun", Version: targets.Version("github.com/uptrace/bun"),
			Homepage: "https://bun.uptrace.dev", IssuesURL: "https://github.com/uptrace/bun/issues",
			Traits: &target.Traits{
				Cancel: target.CancelNone, // pgdriver heeds a context's deadline alone
				DSN:    targets.Pgdriver,
			},
		},
		Connect: connect,
		Claim: func(err error, claim *target.Error) {
			if said, ok := errors.AsType[pgdriver.Error](err); ok {
				claim.SQLState = said.Field('C')
				if said.StatementTimeout() {
					claim.Timeout = target.Bool(true)
				}
			}
		},
	})
}

// connect pings, as a program does that wants to know at its start. WithDSN panics at one that it can't read.
func connect(ctx context.Context, req target.Request) (_ sqlkit.Handle, err error) {
	defer func() {
		if said, ok := recover().(error); ok {
			err = said
		}
	}()
	pool := sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN(req.DSN)))
	pool.SetMaxOpenConns(1)
	db := bun.NewDB(pool, pgdialect.New())
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return handle{runner{db}, db}, nil
}

// runner is what a DB and a Tx have in common.
type runner struct{ bun.IDB }

// marks are bun's for the arguments, which it counts from 0 on.
func marks(query string) string {
	return targets.Placeholders(query, func(n int) string { return "?" + strconv.Itoa(n-1) })
}

// ExecContext implements sqlkit.Runner.
func (r runner) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return r.IDB.ExecContext(ctx, marks(query), args...)
}

// QueryContext implements sqlkit.Runner.
func (r runner) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.IDB.QueryContext(ctx, marks(query), args...)
}

type handle struct {
	runner
	db *bun.DB
}

// Begin implements sqlkit.Handle.
func (h handle) Begin(ctx context.Context) (sqlkit.Tx, error) {
	tx, err := h.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return transaction{runner{tx}, tx}, nil
}

// Close implements sqlkit.Handle.
func (h handle) Close() error { return h.db.Close() }

type transaction struct {
	runner
	tx bun.Tx
}

// Commit implements sqlkit.Tx.
func (t transaction) Commit() error { return t.tx.Commit() }

// Rollback implements sqlkit.Tx.
func (t transaction) Rollback() error { return t.tx.Rollback() }
