package reference

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/target"
)

// batch sends several statements in one go. Its error is the first that a statement has, as a program reads it.
func (s *session) batch(ctx context.Context, req target.Request, a *target.Answer) error {
	b := &pgx.Batch{}
	for _, sql := range req.Statements {
		b.Queue(sql)
	}
	results := s.conn.SendBatch(ctx, b)
	for range req.Statements {
		tag, err := results.Exec()
		if err != nil {
			_ = results.Close() // says the same again
			return err
		}
		a.Tag = tag.String()
	}
	return results.Close()
}
