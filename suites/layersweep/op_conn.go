package layersweep

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

// connOps are the other operations of pgx's Conn, and the connect itself.
func connOps() []Operation {
	op := func(name, entry string, calls ...Call) Operation {
		return Operation{Name: name, Entry: "Conn." + entry, Calls: calls}
	}
	insertNow := exec(Single, "a", "INSERT INTO t VALUES ('{v}a')")
	prepare := call(Single, "", func(ctx context.Context, s *session) error {
		_, err := s.conn.Prepare(ctx, "p", insert)
		return err
	})
	execute := call(Single, "a", func(ctx context.Context, s *session) error {
		_, err := s.conn.Exec(ctx, "p", s.part("a"))
		return err
	})
	return []Operation{
		op("Prepare, Exec", "Prepare", prepare, execute),
		op("Prepare, Exec, Deallocate", "Deallocate", prepare, execute, call(Single, "", func(ctx context.Context, s *session) error {
			return s.conn.Deallocate(ctx, "p")
		})),
		op("INSERT, DeallocateAll", "DeallocateAll", insertNow, call(Single, "", func(ctx context.Context, s *session) error {
			return s.conn.DeallocateAll(ctx)
		})),
		op("INSERT, Ping", "Ping", insertNow, call(Single, "", func(ctx context.Context, s *session) error { return s.conn.Ping(ctx) })),
		op("INSERT, LoadType", "LoadType", insertNow, call(Single, "", func(ctx context.Context, s *session) error {
			_, err := s.conn.LoadType(ctx, "t")
			return err
		})),
		op("LISTEN, NOTIFY, WaitForNotification", "WaitForNotification", exec(Single, "", "LISTEN own"), exec(Single, "", "NOTIFY own"),
			call(Single, "", func(ctx context.Context, s *session) error {
				_, err := s.conn.WaitForNotification(ctx)
				return err
			}), insertNow),
		fails(op("INSERT, Close", "Close", insertNow, call(Single, "", func(ctx context.Context, s *session) error { return s.conn.Close(ctx) }),
			exec(Single, "b", "INSERT INTO t VALUES ('{v}b')"))),
		fails(op("an argument that does not fit", "Exec", call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.conn.Exec(ctx, "INSERT INTO t SELECT $1::int::text", struct{}{})
			return err
		}))),
		fails(op("a statement that the server refuses", "Exec", exec(Single, "a", "INSERT INTO t SELECT (1/0)::text"))),
		{Name: "InTx of pgdiag", Entry: "pgdiag.InTx", Prepare: func(ctx context.Context, s *session) error {
			s.config = s.conn.Config()
			defer func() { s.conn = nil }() // it makes its own
			return s.conn.Close(ctx)
		}, Calls: []Call{call(Several, "a", func(ctx context.Context, s *session) error {
			_, err := pgdiag.InTx(ctx, func(ctx context.Context) (*pgx.Conn, error) { return pgx.ConnectConfig(ctx, s.config) },
				func(ctx context.Context, tx pgx.Tx) error {
					_, err := tx.Exec(ctx, insert, s.part("a"))
					return err
				})
			return err
		})}},
	}
}
