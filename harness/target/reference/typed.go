package reference

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// queryRow asks for exactly one row, with arguments and results of Go's own types.
func (s *session) queryRow(ctx context.Context, req target.Request, a *target.Answer) error {
	args, err := govalue.Typed(req.Args, req.As)
	if err != nil {
		return err
	}
	rows, err := s.conn.Query(ctx, req.SQL, args...)
	if err != nil {
		return err
	}
	values, err := pgx.CollectExactlyOneRow(rows, func(r pgx.CollectableRow) ([]*string, error) { return read(r, req.Into) })
	if err != nil {
		return err
	}
	a.Rows = target.Rows{values}
	return nil
}

// read reads a row into variables of Go's types, and gives what they then hold.
func read(r pgx.CollectableRow, into []string) ([]*string, error) {
	places, err := govalue.Places(into)
	if err != nil {
		return nil, err
	}
	if err := r.Scan(places...); err != nil {
		return nil, err
	}
	return govalue.Held(places), nil
}
