package pgdiag

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"

	"github.com/jackc/pgx/v5/stdlib"
)

// stdConn is embedded by a name that leaves its Conn method to be seen, which programs ask for in (*sql.Conn).Raw.
type stdConn = stdlib.Conn

// guardedConn is a connection of database/sql's that tells the truth about what was sent.
type guardedConn struct {
	*stdConn
	before uint64 // the book's last call before the one at hand
	sent   int64  // the bytes that the socket had accepted before it
}

var (
	_ driver.ExecerContext      = (*guardedConn)(nil)
	_ driver.QueryerContext     = (*guardedConn)(nil)
	_ driver.ConnPrepareContext = (*guardedConn)(nil)
	_ driver.ConnBeginTx        = (*guardedConn)(nil)
	_ driver.Pinger             = (*guardedConn)(nil)
	_ driver.SessionResetter    = (*guardedConn)(nil)
	_ driver.NamedValueChecker  = (*guardedConn)(nil)
	_ driver.Validator          = (*guardedConn)(nil)
)

// IsValid implements driver.Validator: database/sql throws away a connection that is not usable any more.
func (c *guardedConn) IsValid() bool { return StatusOf(c.Conn()) == StatusOpen }

// ExecContext implements driver.ExecerContext.
func (c *guardedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.forget()
	res, err := c.stdConn.ExecContext(ctx, query, args)
	return res, c.guard(err)
}

// QueryContext implements driver.QueryerContext.
func (c *guardedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.forget()
	rows, err := c.stdConn.QueryContext(ctx, query, args)
	return c.guardRows(rows, err)
}

// PrepareContext implements driver.ConnPrepareContext.
func (c *guardedConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	c.forget()
	stmt, err := c.stdConn.PrepareContext(ctx, query)
	if std, ok := stmt.(*stdlib.Stmt); ok && err == nil {
		return &guardedStmt{std, c}, nil
	}
	return stmt, c.guard(err)
}

// BeginTx implements driver.ConnBeginTx.
func (c *guardedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	c.forget()
	tx, err := c.stdConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, c.guard(err)
	}
	return &guardedTx{tx, c}, nil
}

// forget begins a call: what failed before it is no business of its.
func (c *guardedConn) forget() {
	if b := bookOf(c.Conn().PgConn()); b != nil {
		b.mu.Lock()
		c.before, c.sent = b.opSeq, b.sent()
		b.mu.Unlock()
	}
}

// guard lets driver.ErrBadConn pass, which makes database/sql execute the statement again, only where the book proves
// that the server has executed nothing of it, and the caller still waits for it.
func (c *guardedConn) guard(err error) error {
	if err == nil {
		return nil
	}
	conn := c.Conn()
	if !errors.Is(err, driver.ErrBadConn) {
		return DiagnoseConn(conn, err)
	}
	b := bookOf(conn.PgConn())
	if b == nil {
		return Diagnose(errUnseen)
	}
	b.mu.Lock()
	told := b.op.told
	if b.opSeq == c.before {
		told = nil
	}
	unsent := b.socket != nil && (b.sent() == c.sent || b.opSeq == c.before+1 && !b.op.executable && !b.op.unseen)
	called := told == nil || b.op.record != nil && b.op.record.caller == nil
	b.mu.Unlock()
	switch {
	case unsent && called:
		return err
	case told == nil:
		return DiagnoseConn(conn, errUnseen)
	}
	return DiagnoseConn(conn, told)
}

func (c *guardedConn) guardRows(rows driver.Rows, err error) (driver.Rows, error) {
	if std, ok := rows.(*stdlib.Rows); ok && err == nil {
		return &guardedRows{std, c}, nil
	}
	return rows, c.guard(err)
}

// guardedStmt is a prepared statement of database/sql's.
type guardedStmt struct {
	*stdlib.Stmt
	conn *guardedConn
}

// ExecContext implements driver.StmtExecContext.
func (s *guardedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	s.conn.forget()
	res, err := s.Stmt.ExecContext(ctx, args)
	return res, s.conn.guard(err)
}

// QueryContext implements driver.StmtQueryContext.
func (s *guardedStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	s.conn.forget()
	rows, err := s.Stmt.QueryContext(ctx, args)
	return s.conn.guardRows(rows, err)
}

// guardedTx is a transaction of database/sql's.
type guardedTx struct {
	driver.Tx
	conn *guardedConn
}

// Commit implements driver.Tx.
func (t *guardedTx) Commit() error {
	t.conn.forget()
	return t.conn.guard(t.Tx.Commit())
}

// Rollback implements driver.Tx.
func (t *guardedTx) Rollback() error {
	t.conn.forget()
	return t.conn.guard(t.Tx.Rollback())
}

// guardedRows are rows of database/sql's.
type guardedRows struct {
	*stdlib.Rows
	conn *guardedConn
}

// Next implements driver.Rows.
func (r *guardedRows) Next(dest []driver.Value) error {
	err := r.Rows.Next(dest)
	if err == nil || err == io.EOF { //nolint:errorlint // the end of the rows, which database/sql compares so
		return err
	}
	return r.conn.guard(err)
}
