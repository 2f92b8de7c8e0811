package layer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// operations are what a program does with pgx, each a kind of conversation of its own.
var operations = []struct {
	name string
	do   func(context.Context, *pgx.Conn, *strings.Builder) error
}{
	{"exec and error", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		for _, sql := range []string{"CREATE TABLE t (v int)", "INSERT INTO t SELECT generate_series(1, 3)", "SELECT 1; SELECT 2", "-- nothing"} {
			tag, err := c.Exec(ctx, sql)
			fmt.Fprintln(out, tag, err)
		}
		_, err := c.Exec(ctx, "SELECT 1/0")
		return err
	}},
	{"formats", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		for _, mode := range []pgx.QueryExecMode{
			pgx.QueryExecModeCacheStatement, pgx.QueryExecModeCacheDescribe, pgx.QueryExecModeDescribeExec, pgx.QueryExecModeExec, pgx.QueryExecModeSimpleProtocol,
		} {
			for _, format := range []int16{pgx.TextFormatCode, pgx.BinaryFormatCode} {
				rows, err := c.Query(ctx, "SELECT $1::int, 'a'::text, null::date", mode, pgx.QueryResultFormats{format}, 7)
				if err != nil {
					return err
				}
				for rows.Next() {
					fmt.Fprintln(out, mode, format, rows.RawValues())
				}
				if rows.Err() != nil {
					return rows.Err()
				}
			}
		}
		return nil
	}},
	{"batch", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		b := &pgx.Batch{}
		b.Queue("SELECT 1")
		b.Queue("SELECT $1::text", "x")
		b.Queue("SELECT 1/$1::int", 0)
		b.Queue("SELECT 2")
		res := c.SendBatch(ctx, b)
		for range b.Len() {
			tag, err := res.Exec()
			fmt.Fprintln(out, tag, err)
		}
		return res.Close()
	}},
	{"copy", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		if _, err := c.Exec(ctx, "CREATE TABLE t (a int, b text)"); err != nil {
			return err
		}
		n, err := c.CopyFrom(ctx, pgx.Identifier{"t"}, []string{"a", "b"}, pgx.CopyFromSlice(2000, func(i int) ([]any, error) {
			return []any{i, strings.Repeat("x", i%50)}, nil
		}))
		fmt.Fprintln(out, n, err)
		var to bytes.Buffer
		tag, err := c.PgConn().CopyTo(ctx, &to, "COPY t TO STDOUT")
		fmt.Fprintln(out, tag, err, to.Len())
		_, err = c.PgConn().CopyFrom(ctx, strings.NewReader("1\tx\nno\ty\n"), "COPY t FROM STDIN")
		return err
	}},
	{"pipeline", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		p := c.PgConn().StartPipeline(ctx)
		for i := range 3 {
			p.SendQueryParams("SELECT $1::int / $2::int", [][]byte{[]byte("6"), fmt.Append(nil, i)}, nil, nil, nil)
			if err := p.Sync(); err != nil {
				return err
			}
		}
		for {
			res, err := p.GetResults()
			if res == nil && err == nil {
				return p.Close()
			}
			if rr, ok := res.(*pgconn.ResultReader); ok {
				got := rr.Read()
				fmt.Fprintln(out, got.Rows, got.Err)
				continue
			}
			fmt.Fprintf(out, "%T %v\n", res, err)
		}
	}},
	{"transaction", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		tx, err := c.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.Serializable, AccessMode: pgx.ReadOnly})
		if err != nil {
			return err
		}
		inner, err := tx.Begin(ctx)
		if err != nil {
			return err
		}
		_, err = inner.Exec(ctx, "CREATE TABLE t ()")
		fmt.Fprintln(out, err, inner.Rollback(ctx))
		_, err = tx.Exec(ctx, "SELECT 1/0")
		fmt.Fprintln(out, err)
		return tx.Commit(ctx)
	}},
	{"listen", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		for _, sql := range []string{"LISTEN ch", "NOTIFY ch, 'hello'"} {
			if _, err := c.Exec(ctx, sql); err != nil {
				return err
			}
		}
		n, err := c.WaitForNotification(ctx)
		if err == nil {
			fmt.Fprintln(out, n.Channel, n.Payload)
		}
		return err
	}},
	{"large object", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		return pgx.BeginFunc(ctx, c, func(tx pgx.Tx) error {
			lo := tx.LargeObjects()
			id, err := lo.Create(ctx, 4711)
			if err != nil {
				return err
			}
			obj, err := lo.Open(ctx, id, pgx.LargeObjectModeRead|pgx.LargeObjectModeWrite)
			if err != nil {
				return err
			}
			n, err := obj.Write(bytes.Repeat([]byte("large"), 10_000))
			fmt.Fprintln(out, n, err)
			_, err = lo.Open(ctx, 1, pgx.LargeObjectModeRead)
			fmt.Fprintln(out, err)
			return err
		})
	}},
	{"cancel", func(ctx context.Context, c *pgx.Conn, _ *strings.Builder) error {
		mrr := c.PgConn().Exec(ctx, "SELECT pg_sleep(60)")
		done := make(chan error, 1)
		go func() {
			_, err := mrr.ReadAll()
			done <- err
		}()
		for { // a request that overtakes the statement is lost
			if err := c.PgConn().CancelRequest(ctx); err != nil {
				return err
			}
			select {
			case err := <-done:
				return err
			default:
			}
		}
	}},
	{"caller gone before", func(ctx context.Context, c *pgx.Conn, _ *strings.Builder) error {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		_, err := c.Exec(ctx, "SELECT 1")
		return err
	}},
	{"wrong use", func(ctx context.Context, c *pgx.Conn, out *strings.Builder) error {
		_, err := c.Exec(ctx, "SELECT $1::int", "not a number", "too many")
		fmt.Fprintln(out, err)
		rows, err := c.Query(ctx, "SELECT 1")
		if err != nil {
			return err
		}
		_, busy := c.Exec(ctx, "SELECT 2")
		fmt.Fprintln(out, busy)
		rows.Close()
		return errors.Join(rows.Err(), busy)
	}},
}
