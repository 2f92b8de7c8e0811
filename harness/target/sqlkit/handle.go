package sqlkit

import (
	"context"
	"database/sql"
)

// Handle is what a program works with: a sql.DB, a sql.Conn, or what a library has around one.
type Handle interface {
	Runner
	Begin(ctx context.Context) (Tx, error)
	Close() error
}

// Runner is what a handle and a transaction have in common.
type Runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Tx is a transaction, which lives as long as the context that it was begun with.
type Tx interface {
	Runner
	Commit() error
	Rollback() error
}

// plain is a handle of database/sql itself.
type plain struct{ itself }

type itself interface {
	Runner
	Preparer
	BeginTx(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error)
	Close() error
}

// Preparer is what prepares a statement: a sql.DB, a sql.Conn, or a sql.Tx.
type Preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// Begin implements Handle.
func (p plain) Begin(ctx context.Context) (Tx, error) {
	tx, err := p.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return tx, nil
}
