package layersweep

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// txOps are the operations of pgx's transactions.
func txOps() []Operation {
	insertInto := func(ctx context.Context, tx pgx.Tx, v string) error {
		_, err := tx.Exec(ctx, insert, v)
		return err
	}
	begin := call(Begin, "", func(ctx context.Context, s *session) (err error) {
		s.tx, err = s.conn.Begin(ctx)
		return err
	})
	write := call(Inside, "a", func(ctx context.Context, s *session) error { return insertInto(ctx, s.tx, s.part("a")) })
	return []Operation{
		{Name: "Begin, Exec, Commit", Entry: "Tx.Commit", Calls: []Call{begin, write, call(Commit, "a", func(ctx context.Context, s *session) error {
			return s.tx.Commit(ctx)
		})}},
		{Name: "Begin, Exec, Rollback", Entry: "Tx.Rollback", Calls: []Call{begin, write, call(Rollback, "", func(ctx context.Context, s *session) error {
			return s.tx.Rollback(ctx)
		})}},
		{Name: "Commit joined with a deferred Rollback", Entry: "Tx.Commit", Calls: []Call{begin, write, call(Several, "a", func(ctx context.Context, s *session) error {
			return endBoth(ctx, s.tx, func(commit, rollback error) error { return errors.Join(commit, rollback) })
		})}},
		{Name: "a deferred Rollback joined before Commit's error", Entry: "Tx.Commit", Calls: []Call{begin, write, call(Several, "a", func(ctx context.Context, s *session) error {
			return endBoth(ctx, s.tx, func(commit, rollback error) error { return errors.Join(rollback, commit) })
		})}},
		{Name: "BeginTx that only reads, with NOTIFY", Entry: "Conn.BeginTx", Calls: []Call{
			call(Begin, "", func(ctx context.Context, s *session) (err error) {
				s.tx, err = s.conn.BeginTx(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly})
				return err
			}),
			call(Inside, "said", func(ctx context.Context, s *session) error {
				_, err := s.tx.Exec(ctx, "SELECT pg_notify('said', $1)", s.mark())
				return err
			}),
			call(Commit, "said", func(ctx context.Context, s *session) error { return s.tx.Commit(ctx) }),
		}},
		{Name: "BeginFunc", Entry: "BeginFunc", Calls: []Call{call(Several, "a", func(ctx context.Context, s *session) error {
			return pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error { return insertInto(ctx, tx, s.part("a")) })
		})}},
		{Name: "BeginFunc whose function fails", Entry: "BeginFunc", Fails: true, Calls: []Call{call(Several, "a", func(ctx context.Context, s *session) error {
			return pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error { return errors.Join(insertInto(ctx, tx, s.part("a")), errOwn) })
		})}},
		{Name: "BeginFunc in BeginFunc", Entry: "BeginFunc", Calls: []Call{call(Several, "a b", func(ctx context.Context, s *session) error {
			return pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
				if err := insertInto(ctx, tx, s.part("a")); err != nil {
					return err
				}
				return pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error { return insertInto(ctx, tx, s.part("b")) })
			})
		})}},
		{Name: "BeginFunc in BeginFunc, whose function fails and is borne", Entry: "BeginFunc", Calls: []Call{call(Several, "a", func(ctx context.Context, s *session) error {
			return pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
				_ = pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error { return errors.Join(insertInto(ctx, tx, s.part("b")), errOwn) })
				return insertInto(ctx, tx, s.part("a"))
			})
		})}},
		{Name: "a savepoint by Begin, and its Rollback", Entry: "Tx.Begin", Calls: []Call{
			begin, write,
			call(Inside, "", func(ctx context.Context, s *session) (err error) { s.inner, err = s.tx.Begin(ctx); return err }),
			call(Inside, "b", func(ctx context.Context, s *session) error { return insertInto(ctx, s.inner, s.part("b")) }),
			call(Inside, "", func(ctx context.Context, s *session) error { return s.inner.Rollback(ctx) }),
			call(Commit, "a", func(ctx context.Context, s *session) error { return s.tx.Commit(ctx) }),
		}},
		{Name: "CopyFrom in a transaction", Entry: "Tx.CopyFrom", Calls: []Call{
			begin,
			call(Inside, "a b", func(ctx context.Context, s *session) error {
				_, err := s.tx.CopyFrom(ctx, pgx.Identifier{"t"}, []string{"v"}, s.rows())
				return err
			}),
			call(Commit, "a b", func(ctx context.Context, s *session) error { return s.tx.Commit(ctx) }),
		}},
	}
}

// endBoth commits and then rolls back, as a deferred function does, and joins the errors where the first is one.
func endBoth(ctx context.Context, tx pgx.Tx, join func(commit, rollback error) error) error {
	commit := tx.Commit(ctx)
	rollback := tx.Rollback(ctx)
	if commit == nil {
		return nil
	}
	return join(commit, rollback)
}

// rows are the run's parts a and b, for CopyFrom.
func (s *session) rows() pgx.CopyFromSource {
	return pgx.CopyFromRows([][]any{{s.part("a")}, {s.part("b")}})
}
