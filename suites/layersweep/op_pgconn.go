package layersweep

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"
)

// low is an operation of pgconn's that is one call.
func low(name, entry string, kind Kind, leaves string, do func(context.Context, *session, *pgconn.PgConn) error) Operation {
	return Operation{Name: name, Entry: "PgConn." + entry, Calls: []Call{call(kind, leaves, func(ctx context.Context, s *session) error {
		return do(ctx, s, s.conn.PgConn())
	})}}
}

// prepared makes a statement named p before the operation.
func prepared(ctx context.Context, s *session) (err error) {
	s.stated, err = s.conn.PgConn().Prepare(ctx, "p", insert, nil)
	return err
}

// values are the parameters of an INSERT of a part.
func (s *session) values(part string) [][]byte { return [][]byte{[]byte(s.part(part))} }

// pgconnOps are the operations of pgconn's PgConn.
func pgconnOps() []Operation {
	withP := func(op Operation) Operation { op.Prepare = prepared; return op }
	return []Operation{
		low("PgConn.Exec", "Exec", Single, "a", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			return c.Exec(ctx, s.fill("INSERT INTO t VALUES ('{v}a')")).Close()
		}),
		low("PgConn.Exec of statements, read", "Exec", Several, "a b", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			_, err := c.Exec(ctx, s.fill("INSERT INTO t VALUES ('{v}a'); SELECT 1; INSERT INTO t VALUES ('{v}b')")).ReadAll()
			return err
		}),
		low("PgConn.Exec of statements with COMMIT, read", "Exec", Several, "a b", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			_, err := c.Exec(ctx, s.fill("BEGIN; INSERT INTO t VALUES ('{v}a'); COMMIT; INSERT INTO t VALUES ('{v}b')")).ReadAll()
			return err
		}),
		low("PgConn.ExecParams", "ExecParams", Single, "a", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			_, err := c.ExecParams(ctx, insert, s.values("a"), nil, nil, nil).Close()
			return err
		}),
		withP(low("PgConn.ExecPrepared", "ExecPrepared", Single, "a", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			return c.ExecPrepared(ctx, "p", s.values("a"), nil, nil).Read().Err
		})),
		withP(low("PgConn.ExecStatement", "ExecStatement", Single, "a", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			return c.ExecStatement(ctx, s.stated, s.values("a"), nil, nil).Read().Err
		})),
		low("PgConn.ExecBatch", "ExecBatch", Several, "a b", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			b := &pgconn.Batch{}
			b.ExecParams(insert, s.values("a"), nil, nil, nil)
			b.ExecParams("SELECT 1", nil, nil, nil, nil)
			b.ExecParams(insert, s.values("b"), nil, nil, nil)
			return c.ExecBatch(ctx, b).Close()
		}),
		withP(low("PgConn.ExecBatch of what is prepared", "ExecBatch", Several, "a b", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			b := &pgconn.Batch{}
			b.ExecPrepared("p", s.values("a"), nil, nil)
			b.ExecStatement(s.stated, s.values("b"), nil, nil)
			_, err := c.ExecBatch(ctx, b).ReadAll()
			return err
		})),
		low("PgConn.Prepare", "Prepare", Single, "", func(ctx context.Context, _ *session, c *pgconn.PgConn) error {
			_, err := c.Prepare(ctx, "q", insert, nil)
			return err
		}),
		withP(low("PgConn.Deallocate", "Deallocate", Single, "", func(ctx context.Context, _ *session, c *pgconn.PgConn) error {
			return c.Deallocate(ctx, "p")
		})),
		low("PgConn.Ping", "Ping", Single, "", func(ctx context.Context, _ *session, c *pgconn.PgConn) error { return c.Ping(ctx) }),
		low("PgConn.SyncConn", "SyncConn", Single, "", func(ctx context.Context, _ *session, c *pgconn.PgConn) error { return c.SyncConn(ctx) }),
		{Name: "PgConn.CheckConn after an INSERT", Entry: "PgConn.CheckConn", Calls: []Call{
			exec(Single, "a", "INSERT INTO t VALUES ('{v}a')"),
			call(Single, "", func(_ context.Context, s *session) error {
				return s.conn.PgConn().CheckConn() //nolint:staticcheck // programs still ask it
			}),
		}},
	}
}
