package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/jackc/pgx/v4"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/gokit"
)

var operations = map[target.Op]func(*session, context.Context, target.Request, *target.Answer) error{
	target.OpClose:            (*session).close,
	target.OpPoolRelease:      (*session).release,
	target.OpQuery:            (*session).query,
	target.OpBegin:            (*session).begin,
	target.OpCommit:           (*session).commit,
	target.OpRollback:         (*session).rollback,
	target.OpPrepare:          (*session).prepare,
	target.OpExecute:          (*session).execute,
	target.OpCopyIn:           (*session).copyIn,
	target.OpCopyOut:          (*session).copyOut,
	target.OpListen:           (*session).listen,
	target.OpWaitNotification: (*session).waitNotification,
	target.OpBatch:            (*session).batch,
	target.OpQueryRow:         (*session).queryRow,
	target.OpQueryStart:       (*session).queryStart,
	target.OpQueryRest:        (*session).queryRest,
}

func (s *session) close(ctx context.Context, _ target.Request, _ *target.Answer) error {
	if s.pooled != nil {
		return s.release(ctx, target.Request{}, nil)
	}
	s.closed = true
	return s.Close(ctx)
}

func (s *session) release(context.Context, target.Request, *target.Answer) error {
	s.pooled.Release()
	return nil
}

func (s *session) query(ctx context.Context, req target.Request, a *target.Answer) error {
	if gokit.ReturnsRows(req.SQL) {
		return s.read(ctx, req.SQL, req.Args, a)
	}
	tag, err := s.Exec(ctx, req.SQL, gokit.Arguments(req.Args)...)
	a.Tag = string(tag)
	return err
}

// text asks for results as text, which the protocol of shims has.
func text(args []*string) []any {
	return append([]any{pgx.QueryResultFormats{pgx.TextFormatCode}}, gokit.Arguments(args)...)
}

// read reads the rows of a statement, or of one that was prepared under that name.
func (s *session) read(ctx context.Context, sql string, args []*string, a *target.Answer) error {
	rows, err := s.Query(ctx, sql, text(args)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	out := target.Rows{}
	for rows.Next() {
		out = append(out, row(rows))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	a.Rows, a.Tag = out, string(rows.CommandTag())
	return nil
}

func row(rows pgx.Rows) []*string {
	out := make([]*string, len(rows.RawValues()))
	for i, v := range rows.RawValues() {
		if v != nil {
			out[i] = target.Text(string(v))
		}
	}
	return out
}

func (s *session) begin(ctx context.Context, _ target.Request, _ *target.Answer) (err error) {
	s.tx, err = s.Begin(ctx)
	return err
}

func (s *session) commit(ctx context.Context, _ target.Request, _ *target.Answer) error {
	if s.tx == nil {
		return pgx.ErrTxClosed
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
	_, err := s.Prepare(ctx, req.Name, req.SQL)
	return err
}

func (s *session) execute(ctx context.Context, req target.Request, a *target.Answer) error {
	return s.read(ctx, req.Name, req.Args, a)
}

func (s *session) copyIn(ctx context.Context, req target.Request, a *target.Answer) error {
	tag, err := s.PgConn().CopyFrom(ctx, gokit.Lines(req), req.SQL)
	a.Tag = string(tag)
	return err
}

func (s *session) copyOut(ctx context.Context, req target.Request, a *target.Answer) error {
	var out bytes.Buffer
	tag, err := s.PgConn().CopyTo(ctx, &out, req.SQL)
	if err != nil {
		return err
	}
	a.Tag, a.Rows = string(tag), gokit.Copied(out.String())
	return nil
}

func (s *session) listen(ctx context.Context, req target.Request, _ *target.Answer) error {
	_, err := s.Exec(ctx, "LISTEN "+pgx.Identifier{req.Channel}.Sanitize())
	return err
}

func (s *session) waitNotification(ctx context.Context, _ target.Request, a *target.Answer) error {
	n, err := s.WaitForNotification(ctx)
	if err != nil {
		return err
	}
	a.Channel, a.Payload = n.Channel, n.Payload
	return nil
}

// batch reads each result, as a program does; its error is the first that one of them has.
func (s *session) batch(ctx context.Context, req target.Request, a *target.Answer) error {
	b := &pgx.Batch{}
	for _, sql := range req.Statements {
		b.Queue(sql)
	}
	results := s.SendBatch(ctx, b)
	for range req.Statements {
		tag, err := results.Exec()
		if err != nil {
			_ = results.Close() // says the same again
			return err
		}
		a.Tag = string(tag)
	}
	return results.Close()
}

// queryRow is QueryRow, which takes the first row where there are several.
func (s *session) queryRow(ctx context.Context, req target.Request, a *target.Answer) error {
	args, err := gokit.Typed(req.Args, req.As)
	if err != nil {
		return err
	}
	places, err := gokit.Places(req.Into)
	if err != nil {
		return err
	}
	if err := s.QueryRow(ctx, req.SQL, args...).Scan(places...); err != nil {
		return err
	}
	a.Rows = target.Rows{gokit.Held(places)}
	return nil
}

// rest is a result that was not read to its end, and the end of the context that it lives in.
type rest struct {
	pgx.Rows
	cancel context.CancelFunc
}

var errNoRest = errors.New("no result is open")

func (s *session) queryStart(ctx context.Context, req target.Request, a *target.Answer) error {
	long, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	defer stop()
	rows, err := s.Query(long, req.SQL, text(req.Args)...)
	if err != nil {
		cancel()
		return err
	}
	s.rest = &rest{rows, cancel}
	if !rows.Next() {
		return s.endRest()
	}
	a.Rows = target.Rows{row(rows)}
	return nil
}

func (s *session) queryRest(ctx context.Context, _ target.Request, a *target.Answer) error {
	if s.rest == nil {
		return errNoRest
	}
	stop := context.AfterFunc(ctx, s.rest.cancel)
	defer stop()
	for s.rest.Next() {
		a.Rows = append(a.Rows, row(s.rest))
	}
	a.Tag = string(s.rest.CommandTag())
	return s.endRest()
}

// endRest gives up a result that was read to its end, and tells what came of it.
func (s *session) endRest() error {
	s.rest.Close()
	err := s.rest.Err()
	s.rest.cancel()
	s.rest = nil
	return err
}
