package pgxstdlib

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// rowsFirst are the statements that a programmer would call Query for, past comments and parentheses; RETURNING makes
// one of any.
var (
	rowsFirst = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|/\*.*?\*/|\()*(select|values|table|show|explain|with|fetch)\b`)
	returning = regexp.MustCompile(`(?i)\breturning\b`)
)

func returnsRows(sql string) bool { return rowsFirst.MatchString(sql) || returning.MatchString(sql) }

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
	if _, err := s.runner().ExecContext(ctx, req.SQL, arguments(req)...); err != nil {
		return failed(err)
	}
	return target.Answer{OK: target.Bool(true)}
}

func (s *session) query(ctx context.Context, req target.Request) target.Answer {
	rows, err := s.runner().QueryContext(ctx, req.SQL, arguments(req)...)
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
	columns, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("read columns: %w", err)
	}
	out := target.Rows{}
	for rows.Next() {
		values, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, err //nolint:wrapcheck // the error as its user gets it is the claim
		}
		row := make([]*string, len(columns))
		for i, v := range values {
			row[i] = text(v)
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// text is a value in the form in which PostgreSQL writes it.
func text(v any) *string {
	switch v := v.(type) {
	case nil:
		return nil
	case []byte:
		return target.Text(string(v))
	case bool:
		if v {
			return target.Text("t")
		}
		return target.Text("f")
	case float64:
		return target.Text(strconv.FormatFloat(v, 'g', -1, 64))
	case time.Time:
		return target.Text(v.Format("2006-01-02 15:04:05.999999-07"))
	}
	return target.Text(fmt.Sprint(v))
}

func arguments(req target.Request) []any {
	args := make([]any, len(req.Args))
	for i, a := range req.Args {
		if a != nil {
			args[i] = *a
		}
	}
	return args
}
