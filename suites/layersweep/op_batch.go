package layersweep

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// batching is a call of Conn.SendBatch: what is queued, and how the results are read.
func batching(kind Kind, leaves string, queue func(*pgx.Batch, *session), read func(pgx.BatchResults) error) Call {
	return call(kind, leaves, func(ctx context.Context, s *session) error {
		b := &pgx.Batch{}
		queue(b, s)
		return read(s.conn.SendBatch(ctx, b))
	})
}

// closeOnly reads nothing: callbacks are called by Close.
func closeOnly(results pgx.BatchResults) error { return results.Close() }

// execEach reads so many results by Exec, and goes on after an error.
func execEach(n int) func(pgx.BatchResults) error {
	return func(results pgx.BatchResults) error {
		var errs []error
		for range n {
			_, err := results.Exec()
			errs = append(errs, err)
		}
		return errors.Join(append(errs, results.Close())...)
	}
}

// firstThenClose reads the first result, and returns its error before that of Close.
func firstThenClose(results pgx.BatchResults) error {
	_, err := results.Exec()
	if later := results.Close(); err == nil {
		err = later
	}
	return err
}

// two queues two INSERTs with a SELECT in between.
func two(b *pgx.Batch, s *session) {
	b.Queue(insert, s.part("a"))
	b.Queue("SELECT $1::text", s.part("a"))
	b.Queue(insert, s.part("b"))
}

// texts queues statements that take nothing, with the run's mark in them.
func texts(sqls ...string) func(*pgx.Batch, *session) {
	return func(b *pgx.Batch, s *session) {
		for _, sql := range sqls {
			b.Queue(s.fill(sql))
		}
	}
}

// batchOps are the operations of Conn.SendBatch.
func batchOps() []Operation {
	op := func(name string, calls ...Call) Operation {
		return Operation{Name: "SendBatch " + name, Entry: "Conn.SendBatch", Calls: calls}
	}
	return slices.Concat(inModes(
		op("of one INSERT", batching(Single, "a", func(b *pgx.Batch, s *session) { b.Queue(insert, s.part("a")) }, closeOnly)),
		op("read by Exec", batching(Several, "a b", two, execEach(3))),
		op("closed only", batching(Several, "a b", two, closeOnly)),
		op("read partly", batching(Several, "a b", two, firstThenClose)),
		op("with callbacks", batching(Several, "a b c", callbacks(nil), closeOnly)),
		fails(op("with a callback that fails", batching(Several, "a b c", callbacks(errOwn), closeOnly))),
		fails(op("with a callback that scans into what does not fit", batching(Several, "a", func(b *pgx.Batch, s *session) {
			b.Queue(returning, s.part("a")).QueryRow(func(row pgx.Row) error {
				var n int
				return row.Scan(&n)
			})
		}, closeOnly))),
		op("in a transaction", exec(Begin, "", "BEGIN"), batching(Inside, "a b", two, execEach(3)), exec(Commit, "a b", "COMMIT")),
		fails(op("of INSERT and one that fails", batching(Several, "a", texts("INSERT INTO t VALUES ('{v}a')", "SELECT 1/0"), closeOnly))),
		op("of ROLLBACK, INSERT in a transaction", exec(Begin, "", "BEGIN"), exec(Inside, "x", "INSERT INTO t VALUES ('{v}x')"),
			batching(Several, "a", texts("ROLLBACK", "INSERT INTO t VALUES ('{v}a')"), execEach(2))),
		op("of BEGIN, INSERT, COMMIT", batching(Several, "a", texts("BEGIN", "INSERT INTO t VALUES ('{v}a')", "COMMIT"), execEach(3))),
		op("of INSERT, COMMIT in a transaction", exec(Begin, "", "BEGIN"),
			batching(Several, "a", texts("INSERT INTO t VALUES ('{v}a')", "COMMIT"), closeOnly)),
		op("of COMMIT, BEGIN, INSERT, ROLLBACK in a transaction", exec(Begin, "", "BEGIN"), exec(Inside, "a", "INSERT INTO t VALUES ('{v}a')"),
			batching(Several, "a", texts("COMMIT", "BEGIN", "INSERT INTO t VALUES ('{v}b')", "ROLLBACK"), execEach(4))),
		op("of BEGIN READ ONLY, COMMIT, INSERT", batching(Several, "a", texts("BEGIN READ ONLY", "COMMIT", "INSERT INTO t VALUES ('{v}a')"), closeOnly)),
		fails(op("of COMMIT and one that fails", exec(Begin, "", "BEGIN"), exec(Inside, "a", "INSERT INTO t VALUES ('{v}a')"),
			batching(Several, "a", texts("COMMIT", "SELECT 1/0"), execEach(2)))),
	), inModesOf([]string{"cache_statement", "cache_describe", "describe_exec", "exec"},
		// In the simple protocol they are statements of one message, and a procedure can't commit there.
		op("of ROLLBACK, CALL that commits", exec(Begin, "", "BEGIN"), batching(Several, "a", texts("ROLLBACK", "CALL pc('{v}a')"), closeOnly)),
	))
}

// callbacks queues an INSERT for each way to read a result; the last callback returns an error.
func callbacks(err error) func(*pgx.Batch, *session) {
	return func(b *pgx.Batch, s *session) {
		b.Queue(insert, s.part("a")).Exec(func(pgconn.CommandTag) error { return nil })
		b.Queue(returning, s.part("b")).Query(toEnd)
		b.Queue(returning, s.part("c")).QueryRow(func(row pgx.Row) error {
			var v string
			return errors.Join(row.Scan(&v), err)
		})
	}
}
