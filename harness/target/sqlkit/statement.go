package sqlkit

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// rowsFirst are the statements that a programmer would call Query for, past comments and parentheses; RETURNING makes one of
// any.
var (
	rowsFirst = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|/\*.*?\*/|\()*(select|values|table|show|explain|with|fetch)\b`)
	returning = regexp.MustCompile(`(?i)\breturning\b`)
)

func returnsRows(sql string) bool { return rowsFirst.MatchString(sql) || returning.MatchString(sql) }

func (s *session) query(ctx context.Context, req target.Request, a *target.Answer) error {
	if !returnsRows(req.SQL) {
		_, err := s.runner().ExecContext(ctx, req.SQL, arguments(req.Args)...)
		return err
	}
	rows, err := s.runner().QueryContext(ctx, req.SQL, arguments(req.Args)...)
	return read(rows, err, a)
}

func (s *session) prepare(ctx context.Context, req target.Request, _ *target.Answer) error {
	stmt, err := s.runner().PrepareContext(ctx, req.SQL)
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
		stmt = s.tx.StmtContext(ctx, stmt)
	}
	rows, err := stmt.QueryContext(ctx, arguments(req.Args)...)
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
		row, err := scan(rows)
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

// scan reads the row that is at hand, whatever its columns are.
func scan(rows *sql.Rows) ([]*string, error) {
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, places := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	if err := rows.Scan(places...); err != nil {
		return nil, err
	}
	row := make([]*string, len(columns))
	for i, v := range values {
		row[i] = text(v)
	}
	return row, nil
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

func arguments(args []*string) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if a != nil {
			out[i] = *a
		}
	}
	return out
}
