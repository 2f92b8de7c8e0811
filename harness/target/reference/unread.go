package reference

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// rest is a result that was not read to its end, and the end of the context that it lives in.
type rest struct {
	pgx.Rows
	cancel context.CancelFunc
}

// errNoRest is a query_rest without a query_start before it.
var errNoRest = errors.New("no result is open")

// queryStart reads the first row of a result and leaves the others.
func (s *session) queryStart(ctx context.Context, req target.Request, a *target.Answer) error {
	long, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	defer stop()
	rows, err := s.conn.Query(long, req.SQL, append([]any{pgx.QueryResultFormats{pgx.TextFormatCode}}, govalue.Arguments(req.Args)...)...)
	if err != nil {
		cancel()
		return err
	}
	s.rest = &rest{rows, cancel}
	if rows.Next() {
		a.Rows = append(a.Rows, row(rows))
		return nil
	}
	return s.ended()
}

// queryRest reads the rows that were left.
func (s *session) queryRest(ctx context.Context, _ target.Request, a *target.Answer) error {
	if s.rest == nil {
		return errNoRest
	}
	stop := context.AfterFunc(ctx, s.rest.cancel)
	defer stop()
	for s.rest.Next() {
		a.Rows = append(a.Rows, row(s.rest))
	}
	a.Tag = s.rest.CommandTag().String()
	return s.ended()
}

// ended gives up a result that was read to its end, and tells what came of it.
func (s *session) ended() error {
	s.rest.Close()
	err := s.rest.Err()
	s.rest.cancel()
	s.rest = nil
	return err
}
