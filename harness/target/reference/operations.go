package reference

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing/iotest"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// operations are the operations on a session. Each fills in the answer and returns what pgx has returned.
var operations = map[target.Op]func(*session, context.Context, target.Request, *target.Answer) error{
	target.OpClose:       (*session).close,
	target.OpPoolRelease: (*session).close,
	target.OpQuery:       (*session).query,
	target.OpBegin:       (*session).begin,
	target.OpCommit:      (*session).commit,
	target.OpRollback:    (*session).rollback,
	target.OpPrepare:     (*session).prepare,
	target.OpExecute:     (*session).execute,
	target.OpCopyIn:      (*session).copyIn,
	target.OpCopyOut:     (*session).copyOut,
	target.OpListen:      (*session).listen,
	target.OpBatch:       (*session).batch,
	target.OpQueryRow:    (*session).queryRow,
	target.OpQueryStart:  (*session).queryStart,
	target.OpQueryRest:   (*session).queryRest,
	target.OpStatus:      func(*session, context.Context, target.Request, *target.Answer) error { return nil },
}

func (s *session) close(ctx context.Context, _ target.Request, _ *target.Answer) error {
	return s.end(ctx)
}

func (s *session) query(ctx context.Context, req target.Request, a *target.Answer) error {
	if req.Fetch > 0 {
		return s.fetch(ctx, req, a)
	}
	return s.run(ctx, req.SQL, req.Args, a)
}

// execute runs a statement that prepare has named; pgx takes the name in the place of the text.
func (s *session) execute(ctx context.Context, req target.Request, a *target.Answer) error {
	return s.rows(ctx, req.Name, req.Args, a)
}

// run takes Exec for what answers no rows, as a program does: without arguments pgx then sends a simple Query.
func (s *session) run(ctx context.Context, sql string, args []*string, a *target.Answer) error {
	if returnsRows(sql) {
		return s.rows(ctx, sql, args, a)
	}
	tag, err := s.conn.Exec(ctx, sql, govalue.Arguments(args)...)
	a.Tag = tag.String()
	return err
}

func (s *session) rows(ctx context.Context, sql string, args []*string, a *target.Answer) error {
	rows, err := s.conn.Query(ctx, sql, append([]any{pgx.QueryResultFormats{pgx.TextFormatCode}}, govalue.Arguments(args)...)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		a.Rows = append(a.Rows, row(rows))
	}
	if err := rows.Err(); err != nil {
		a.Rows = nil
		return err
	}
	a.Tag = rows.CommandTag().String()
	return nil
}

// row is the row that was read, as text.
func row(rows pgx.Rows) []*string {
	out := make([]*string, 0, len(rows.RawValues()))
	for _, v := range rows.RawValues() {
		if v == nil {
			out = append(out, nil)
			continue
		}
		out = append(out, target.Text(string(v)))
	}
	return out
}

func (s *session) begin(ctx context.Context, _ target.Request, _ *target.Answer) (err error) {
	s.tx, err = s.conn.Begin(ctx)
	return err
}

func (s *session) commit(ctx context.Context, req target.Request, _ *target.Answer) error {
	if s.tx == nil {
		return pgx.ErrTxClosed
	}
	if req.Track {
		if err := s.track(ctx); err != nil {
			return err
		}
	}
	return s.tx.Commit(ctx)
}

func (s *session) rollback(ctx context.Context, _ target.Request, _ *target.Answer) error {
	if s.tx == nil {
		return pgx.ErrTxClosed
	}
	return s.tx.Rollback(ctx)
}

func (s *session) prepare(ctx context.Context, req target.Request, _ *target.Answer) error {
	_, err := s.conn.Prepare(ctx, req.Name, req.SQL)
	return err
}

func (s *session) copyIn(ctx context.Context, req target.Request, a *target.Answer) error {
	lines := strings.Join(req.Rows, "\n")
	if lines != "" {
		lines += "\n"
	}
	var source io.Reader = strings.NewReader(lines)
	if req.Fail != "" {
		source = io.MultiReader(source, iotest.ErrReader(errors.New(req.Fail)))
	}
	tag, err := s.conn.PgConn().CopyFrom(ctx, source, req.SQL)
	a.Tag = tag.String()
	return err
}

func (s *session) copyOut(ctx context.Context, req target.Request, a *target.Answer) error {
	var out bytes.Buffer
	tag, err := s.conn.PgConn().CopyTo(ctx, &out, req.SQL)
	if err != nil {
		return err
	}
	a.Tag = tag.String()
	for line := range strings.Lines(out.String()) {
		a.Rows = append(a.Rows, []*string{target.Text(strings.TrimSuffix(line, "\n"))})
	}
	return nil
}

var rowsFirst = regexp.MustCompile(`(?is)^\s*(select|values|table|with|show|explain|fetch)\b`)

var returning = regexp.MustCompile(`(?is)\breturning\b`)

// returnsRows tells whether a program would ask for the rows of a statement.
func returnsRows(sql string) bool { return rowsFirst.MatchString(sql) || returning.MatchString(sql) }
