package sqlkit

import (
	"context"
	"database/sql"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

func (s *session) query(ctx context.Context, req target.Request, a *target.Answer) error {
	if !govalue.ReturnsRows(req.SQL) {
		_, err := s.runner().ExecContext(ctx, req.SQL, govalue.Arguments(req.Args)...)
		return err
	}
	rows, err := s.runner().QueryContext(ctx, req.SQL, govalue.Arguments(req.Args)...)
	return read(rows, err, a)
}

func (s *session) prepare(ctx context.Context, req target.Request, _ *target.Answer) error {
	stmt, err := s.runner().(Preparer).PrepareContext(ctx, req.SQL) // which each of database/sql's own has
	if err != nil {
		return err
	}
	if s.statements == nil {
		s.statements = map[string]*sql.Stmt{}
	}
	s.statements[req.Name] = stmt
	return nil
}

// execute runs a statement; in a transaction as one of it, as database/sql wants it.
func (s *session) execute(ctx context.Context, req target.Request, a *target.Answer) error {
	stmt := s.statements[req.Name]
	if stmt == nil {
		return errNoStmt
	}
	if s.tx != nil {
		stmt = s.tx.Tx.(*sql.Tx).StmtContext(ctx, stmt)
	}
	rows, err := stmt.QueryContext(ctx, govalue.Arguments(req.Args)...)
	return read(rows, err, a)
}

// read reads a result to its end.
func read(rows *sql.Rows, err error, a *target.Answer) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	out := target.Rows{}
	for rows.Next() {
		row, err := govalue.Row(rows)
		if err != nil {
			return err
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	a.Rows = out
	return rows.Close()
}
