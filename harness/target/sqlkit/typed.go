package sqlkit

import (
	"context"
	"database/sql"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// queryRow asks for one row, with arguments and results of Go's own types. That it is exactly one database/sql can't ask.
func (s *session) queryRow(ctx context.Context, req target.Request, a *target.Answer) error {
	args, err := govalue.Typed(req.Args, req.As)
	if err != nil {
		return err
	}
	places, err := govalue.Places(req.Into)
	if err != nil {
		return err
	}
	rows, err := s.runner().QueryContext(ctx, req.SQL, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(places...); err != nil {
		return err
	}
	a.Rows = target.Rows{govalue.Held(places)}
	return rows.Close()
}
