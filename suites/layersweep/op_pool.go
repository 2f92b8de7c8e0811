package layersweep

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// poolOps are the operations of pgxpool.
func poolOps() []Operation {
	op := func(name, entry string, calls ...Call) Operation {
		return Operation{Name: "pool: " + name, Entry: "Pool." + entry, Over: OverPool, Calls: calls}
	}
	begin := call(Begin, "", func(ctx context.Context, s *session) (err error) { s.tx, err = s.pool.Begin(ctx); return err })
	write := call(Inside, "a", func(ctx context.Context, s *session) error {
		_, err := s.tx.Exec(ctx, insert, s.part("a"))
		return err
	})
	return inModesOf([]string{"cache_statement", "exec", "simple_protocol"},
		op("Exec", "Exec", call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.pool.Exec(ctx, insert, s.part("a"))
			return err
		})),
		op("Query", "Query", call(Single, "a", func(ctx context.Context, s *session) error {
			rows, err := s.pool.Query(ctx, returning, s.part("a"))
			if err != nil {
				return err
			}
			return toEnd(rows)
		})),
		op("QueryRow", "QueryRow", call(Single, "a", func(ctx context.Context, s *session) error {
			var v string
			return s.pool.QueryRow(ctx, returning, s.part("a")).Scan(&v)
		})),
		op("SendBatch", "SendBatch", call(Several, "a b", func(ctx context.Context, s *session) error {
			b := &pgx.Batch{}
			two(b, s)
			return s.pool.SendBatch(ctx, b).Close()
		})),
		op("CopyFrom", "CopyFrom", call(Single, "a b", func(ctx context.Context, s *session) error {
			_, err := s.pool.CopyFrom(ctx, pgx.Identifier{"t"}, []string{"v"}, s.rows())
			return err
		})),
		op("Begin, Exec, Commit", "Begin", begin, write, call(Commit, "a", func(ctx context.Context, s *session) error { return s.tx.Commit(ctx) })),
		op("Begin, Exec, Rollback", "Begin", begin, write, call(Rollback, "", func(ctx context.Context, s *session) error { return s.tx.Rollback(ctx) })),
		op("BeginFunc", "Begin", call(Several, "a", func(ctx context.Context, s *session) error {
			return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
				_, err := tx.Exec(ctx, insert, s.part("a"))
				return err
			})
		})),
		op("Ping", "Ping", call(Single, "", func(ctx context.Context, s *session) error { return s.pool.Ping(ctx) })),
		op("Acquire, Exec", "Acquire", call(Begin, "", func(ctx context.Context, s *session) (err error) {
			if s.taken, err = s.pool.Acquire(ctx); err == nil {
				s.conn = s.taken.Conn()
			}
			return err
		}), call(Single, "a", insertA)),
		op("AcquireFunc", "AcquireFunc", call(Single, "a", func(ctx context.Context, s *session) error {
			return s.pool.AcquireFunc(ctx, func(c *pgxpool.Conn) error {
				_, err := c.Exec(ctx, insert, s.part("a"))
				return err
			})
		})),
		Operation{Name: "pool: Exec on a new connection", Entry: "Pool.Exec", Over: OverPool, Prepare: func(_ context.Context, s *session) error {
			s.pool.Reset()
			return nil
		}, Calls: []Call{call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.pool.Exec(ctx, insert, s.part("a"))
			return err
		})}},
	)
}
