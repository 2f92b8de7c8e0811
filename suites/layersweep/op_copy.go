package layersweep

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
)

// copyOps are the operations that copy, of pgx and of pgconn.
func copyOps() []Operation {
	from := func(name string, source func(*session) pgx.CopyFromSource) Operation {
		return Operation{Name: name, Entry: "Conn.CopyFrom", Calls: []Call{call(Single, "a b", func(ctx context.Context, s *session) error {
			_, err := s.conn.CopyFrom(ctx, pgx.Identifier{"t"}, []string{"v"}, source(s))
			return err
		})}}
	}
	low := func(name string, source func(*session) io.Reader) Operation {
		return Operation{Name: name, Entry: "PgConn.CopyFrom", Calls: []Call{call(Single, "a b", func(ctx context.Context, s *session) error {
			_, err := s.conn.PgConn().CopyFrom(ctx, source(s), "COPY t FROM STDIN")
			return err
		})}}
	}
	text := func(s *session) string { return s.fill("{v}a\n{v}b\n") }
	return []Operation{
		from("CopyFrom", (*session).rows),
		fails(from("CopyFrom of a source that fails", func(s *session) pgx.CopyFromSource {
			n := 0
			return pgx.CopyFromFunc(func() ([]any, error) {
				if n++; n > 1 {
					return nil, errOwn
				}
				return []any{s.part("a")}, nil
			})
		})),
		fails(from("CopyFrom of a value that does not fit", func(*session) pgx.CopyFromSource {
			return pgx.CopyFromRows([][]any{{struct{}{}}})
		})),
		low("CopyFrom of PgConn", func(s *session) io.Reader { return strings.NewReader(text(s)) }),
		fails(low("CopyFrom of PgConn, whose reader fails", func(s *session) io.Reader {
			return io.MultiReader(strings.NewReader(text(s)), failing{})
		})),
		{Name: "CopyTo", Entry: "PgConn.CopyTo", Calls: []Call{call(Single, "", func(ctx context.Context, s *session) error {
			_, err := s.conn.PgConn().CopyTo(ctx, io.Discard, "COPY (SELECT 1) TO STDOUT")
			return err
		})}},
		{Name: "CopyTo of what writes", Entry: "PgConn.CopyTo", Calls: []Call{call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.conn.PgConn().CopyTo(ctx, io.Discard, s.fill("COPY (INSERT INTO t VALUES ('{v}a') RETURNING v) TO STDOUT"))
			return err
		})}},
		{Name: "CopyTo whose writer fails", Entry: "PgConn.CopyTo", Fails: true, Calls: []Call{call(Single, "a", func(ctx context.Context, s *session) error {
			_, err := s.conn.PgConn().CopyTo(ctx, failing{}, s.fill("COPY (INSERT INTO t VALUES ('{v}a') RETURNING v) TO STDOUT"))
			return err
		})}},
	}
}

// failing is a reader and writer that fails.
type failing struct{}

var errFailing = errors.New("the program's own reader or writer")

func (failing) Read([]byte) (int, error)  { return 0, errFailing }
func (failing) Write([]byte) (int, error) { return 0, errFailing }
