package layersweep

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// modes are all ways in which pgx can execute a statement.
var modes = []string{"cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"}

// inModes makes an operation one for each mode.
func inModes(ops ...Operation) []Operation { return inModesOf(modes, ops...) }

// inModesOf makes an operation one for each of some modes.
func inModesOf(modes []string, ops ...Operation) (all []Operation) {
	for _, op := range ops {
		for _, mode := range modes {
			op.Mode = mode
			all = append(all, op)
		}
	}
	return all
}

const (
	insert    = "INSERT INTO t VALUES ($1)"
	returning = "INSERT INTO t VALUES ($1) RETURNING v"
	cte       = "WITH x AS (INSERT INTO t VALUES ($1) RETURNING v) SELECT v FROM x"
)

// querying is a call of Conn.Query with the run's part a, whose rows are given to read.
func querying(kind Kind, leaves, sql string, read func(pgx.Rows) error) Call {
	return call(kind, leaves, func(ctx context.Context, s *session) error {
		rows, err := s.conn.Query(ctx, sql, s.part("a"))
		if err != nil {
			return err
		}
		return read(rows)
	})
}

// toEnd reads rows to their end, as most programs do.
func toEnd(rows pgx.Rows) error {
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return err
		}
	}
	return rows.Err()
}

// firstOnly reads a row and closes the others unread.
func firstOnly(rows pgx.Rows) error {
	rows.Next()
	rows.Close()
	return rows.Err()
}

// execOps are the operations of Conn.Exec, Query, QueryRow and of what collects rows.
func execOps() []Operation {
	type row struct{ V string }
	type otherRow struct{ V, W string }
	queries := func(name, entry, leaves, sql string, read func(pgx.Rows) error) Operation {
		return Operation{Name: name, Entry: entry, Calls: []Call{querying(Single, leaves, sql, read)}}
	}
	return inModes(
		Operation{Name: "Exec of INSERT", Entry: "Conn.Exec", Calls: []Call{call(Single, "a", insertA)}},
		Operation{Name: "Exec of INSERT, once more", Entry: "Conn.Exec", Prepare: func(ctx context.Context, s *session) error {
			_, err := s.conn.Exec(ctx, insert, s.part("before"))
			return err
		}, Calls: []Call{call(Single, "a", insertA)}},
		Operation{Name: "Exec of CALL that commits", Entry: "Conn.Exec", Calls: []Call{
			call(Several, "a", func(ctx context.Context, s *session) error {
				_, err := s.conn.Exec(ctx, "CALL pc($1)", s.part("a"))
				return err
			}),
		}},
		queries("Query of INSERT RETURNING, read to its end", "Conn.Query", "a", returning, toEnd),
		queries("Query of INSERT RETURNING, closed early", "Conn.Query", "a ab ac",
			"INSERT INTO t SELECT $1::text UNION ALL SELECT $1::text || 'b' UNION ALL SELECT $1::text || 'c' RETURNING v", firstOnly),
		queries("Query of SELECT", "Conn.Query", "", "SELECT $1::text", toEnd),
		queries("Query of EXPLAIN ANALYZE INSERT", "Conn.Query", "a", "EXPLAIN (ANALYZE, COSTS OFF) INSERT INTO t SELECT $1::text", toEnd),
		queries("CollectRows of a CTE that writes", "CollectRows", "a", cte, func(rows pgx.Rows) error {
			_, err := pgx.CollectRows(rows, pgx.RowTo[string])
			return err
		}),
		queries("CollectOneRow of a function that writes", "CollectOneRow", "a", "SELECT fw($1) AS v", func(rows pgx.Rows) error {
			_, err := pgx.CollectOneRow(rows, pgx.RowToStructByName[row])
			return err
		}),
		queries("CollectExactlyOneRow of INSERT RETURNING", "CollectExactlyOneRow", "a", returning, func(rows pgx.Rows) error {
			_, err := pgx.CollectExactlyOneRow(rows, pgx.RowToAddrOfStructByName[row])
			return err
		}),
		fails(queries("CollectRows into a struct that does not fit", "CollectRows", "a", returning, func(rows pgx.Rows) error {
			_, err := pgx.CollectRows(rows, pgx.RowToStructByName[otherRow])
			return err
		})),
		queries("ForEachRow of INSERT RETURNING", "ForEachRow", "a", returning, func(rows pgx.Rows) error {
			var v string
			_, err := pgx.ForEachRow(rows, []any{&v}, func() error { return nil })
			return err
		}),
		fails(queries("ForEachRow whose function fails", "ForEachRow", "a", returning, func(rows pgx.Rows) error {
			var v string
			_, err := pgx.ForEachRow(rows, []any{&v}, func() error { return errOwn })
			return err
		})),
		Operation{Name: "QueryRow of INSERT RETURNING", Entry: "Conn.QueryRow", Calls: []Call{
			call(Single, "a", func(ctx context.Context, s *session) error {
				var v string
				return s.conn.QueryRow(ctx, returning, s.part("a")).Scan(&v)
			}),
		}},
		Operation{Name: "QueryRow of INSERT RETURNING, scanned into what does not fit", Entry: "Conn.QueryRow", Fails: true, Calls: []Call{
			call(Single, "a", func(ctx context.Context, s *session) error {
				var v int
				return s.conn.QueryRow(ctx, returning, s.part("a")).Scan(&v)
			}),
		}},
		Operation{Name: "Exec in a transaction", Entry: "Conn.Exec", Calls: []Call{
			exec(Begin, "", "BEGIN"), call(Inside, "a", insertA), exec(Commit, "a", "COMMIT"),
		}},
		Operation{Name: "Query in a transaction", Entry: "Conn.Query", Calls: []Call{
			exec(Begin, "", "BEGIN"), querying(Inside, "a", returning, toEnd), exec(Commit, "a", "COMMIT"),
		}},
	)
}

// errOwn is an error of the program's own, as a package's variable.
var errOwn = errors.New("the program's own")

// insertA inserts the run's part a.
func insertA(ctx context.Context, s *session) error {
	_, err := s.conn.Exec(ctx, insert, s.part("a"))
	return err
}
