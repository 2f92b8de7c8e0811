package pgxstdlib

import (
	"context"
	"database/sql"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// runner is what a sql.DB and a sql.Tx have in common.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *session) runner() runner {
	if s.tx != nil {
		return s.tx.Tx
	}
	return s.db
}

// exec runs what returns no rows. Without arguments pgx takes the simple protocol for it.
func (s *session) exec(ctx context.Context, req target.Request) target.Answer {
	if _, err := s.runner().ExecContext(ctx, req.SQL, govalue.Arguments(req.Args)...); err != nil {
		return failed(err)
	}
	return target.Answer{OK: target.Bool(true)}
}

func (s *session) query(ctx context.Context, req target.Request) target.Answer {
	rows, err := s.runner().QueryContext(ctx, req.SQL, govalue.Arguments(req.Args)...)
	if err != nil {
		return failed(err)
	}
	defer func() { _ = rows.Close() }()
	text, err := scan(rows)
	if err != nil {
		return failed(err)
	}
	return target.Answer{OK: target.Bool(true), Rows: text}
}

func scan(rows *sql.Rows) (target.Rows, error) {
	out := target.Rows{}
	for rows.Next() {
		row, err := govalue.Row(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}
