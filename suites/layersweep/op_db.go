package layersweep

import (
	"context"
	"database/sql"
)

// dbOps are the operations of database/sql, through pgdiag.OpenDB.
func dbOps() []Operation {
	op := func(name, entry string, calls ...Call) Operation {
		return Operation{Name: "db: " + name, Entry: "sql." + entry, Over: OverDB, Calls: calls}
	}
	begin := call(Begin, "", func(ctx context.Context, s *session) (err error) { s.sqlTx, err = s.db.BeginTx(ctx, nil); return err })
	write := call(Inside, "a", func(ctx context.Context, s *session) error {
		_, err := s.sqlTx.ExecContext(ctx, insert, s.part("a"))
		return err
	})
	prepare := call(Begin, "", func(ctx context.Context, s *session) (err error) {
		s.stmt, err = s.db.PrepareContext(ctx, insert)
		return err
	})
	take := call(Begin, "", func(ctx context.Context, s *session) (err error) {
		s.held, err = s.db.Conn(ctx)
		return err
	})
	inner := call(Begin, "", func(_ context.Context, s *session) (err error) {
		s.conn, err = raw(s.held)
		return err
	})
	return inModesOf([]string{"cache_statement", "exec", "simple_protocol"},
		op("Exec", "DB.Exec", call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.db.ExecContext(ctx, insert, s.part("a"))
			return err
		})),
		op("Exec without arguments", "DB.Exec", call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.db.ExecContext(ctx, s.fill("INSERT INTO t VALUES ('{v}a')"))
			return err
		})),
		op("Query", "DB.Query", call(Single, "a", func(ctx context.Context, s *session) error {
			rows, err := s.db.QueryContext(ctx, returning, s.part("a"))
			if err != nil {
				return err
			}
			return scanned(rows)
		})),
		op("QueryRow", "DB.QueryRow", call(Single, "a", func(ctx context.Context, s *session) error {
			var v string
			return s.db.QueryRowContext(ctx, returning, s.part("a")).Scan(&v)
		})),
		op("Prepare, Exec", "Stmt.Exec", prepare, call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.stmt.ExecContext(ctx, s.part("a"))
			return err
		})),
		op("BeginTx, Exec, Commit", "Tx.Commit", begin, write, call(Commit, "a", func(_ context.Context, s *session) error { return s.sqlTx.Commit() })),
		op("BeginTx, Exec, Rollback", "Tx.Rollback", begin, write, call(Rollback, "", func(_ context.Context, s *session) error { return s.sqlTx.Rollback() })),
		op("Ping", "DB.Ping", call(Single, "", func(ctx context.Context, s *session) error { return s.db.PingContext(ctx) })),
		op("Conn, Exec", "Conn.Exec", take, call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.held.ExecContext(ctx, insert, s.part("a"))
			return err
		})),
		op("Conn.Raw, Exec of pgx", "Conn.Raw", take, inner, call(Single, "a", func(ctx context.Context, s *session) error {
			return s.held.Raw(func(any) error { return insertA(ctx, s) })
		})),
	)
}

// scanned reads rows to their end.
func scanned(rows *sql.Rows) error {
	defer func() { _ = rows.Close() }() // its error is that of Err
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return err
		}
	}
	return rows.Err()
}
