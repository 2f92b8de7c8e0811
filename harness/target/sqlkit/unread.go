package sqlkit

import (
	"context"
	"database/sql"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// rest is a result that was not read to its end, and the end of the context that it lives in.
type rest struct {
	*sql.Rows
	cancel context.CancelFunc
}

func (r *rest) end() {
	_ = r.Close()
	r.cancel()
}

// queryStart reads the first row of a result and leaves the others.
func (s *session) queryStart(ctx context.Context, req target.Request, a *target.Answer) error {
	long, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	defer stop()
	rows, err := s.runner().QueryContext(long, req.SQL, govalue.Arguments(req.Args)...)
	if err != nil {
		cancel()
		return err
	}
	s.rest = &rest{rows, cancel}
	if !rows.Next() {
		return s.endRest()
	}
	row, err := govalue.Row(rows)
	a.Rows = target.Rows{row}
	return err
}

// queryRest reads the rows that were left.
func (s *session) queryRest(ctx context.Context, _ target.Request, a *target.Answer) error {
	if s.rest == nil {
		return errNoRest
	}
	stop := context.AfterFunc(ctx, s.rest.cancel)
	defer stop()
	for s.rest.Next() {
		row, err := govalue.Row(s.rest.Rows)
		if err != nil {
			return err
		}
		a.Rows = append(a.Rows, row)
	}
	return s.endRest()
}

// endRest gives up a result that was read to its end, and tells what came of it.
func (s *session) endRest() error {
	err := s.rest.Err()
	s.rest.end()
	s.rest = nil
	return err
}
