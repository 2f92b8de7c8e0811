package reference

import (
	"context"
	"fmt"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// fetch reads a result in parts, as a program over pgx does, which asks for no limit of rows itself: by a cursor of the transaction.
func (s *session) fetch(ctx context.Context, req target.Request, a *target.Answer) error {
	if _, err := s.conn.Exec(ctx, "DECLARE parts CURSOR FOR "+req.SQL, govalue.Arguments(req.Args)...); err != nil {
		return err
	}
	var all target.Rows
	for more := true; more; {
		a.Rows = nil
		if err := s.rows(ctx, fmt.Sprintf("FETCH %d FROM parts", req.Fetch), nil, a); err != nil {
			return err
		}
		all, more = append(all, a.Rows...), len(a.Rows) == req.Fetch
	}
	a.Rows = nil
	if _, err := s.conn.Exec(ctx, "CLOSE parts"); err != nil {
		return err
	}
	a.Rows, a.Tag = all, ""
	return nil
}
