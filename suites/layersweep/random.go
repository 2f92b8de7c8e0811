package layersweep

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// A random operation is one that nobody has thought of: some statements that write, begin, end, prepare and fail, in one call.
// What they leave is not worked out: a run without a fault shows it.

// twoOfThem stands between two statements of one entry.
const twoOfThem = " ;; "

// writing are the statements that leave a part of their own, {p}, unless what follows undoes it.
var writing = []string{
	"INSERT INTO t VALUES ('{v}{p}')",
	"SELECT fw('{v}{p}')",
	"WITH w AS (INSERT INTO t VALUES ('{v}{p}') RETURNING v) SELECT * FROM w",
	"DO $$BEGIN INSERT INTO t VALUES ('{v}{p}'); END$$",
	"EXPLAIN (ANALYZE, COSTS OFF) INSERT INTO t VALUES ('{v}{p}')",
	"PREPARE q{p} AS INSERT INTO t VALUES ('{v}{p}') ;; EXECUTE q{p}",
	"DECLARE c{p} CURSOR FOR SELECT fw('{v}{p}') ;; FETCH ALL FROM c{p}",
	"MERGE INTO t USING (SELECT '{v}{p}' AS v) s ON false WHEN NOT MATCHED THEN INSERT VALUES (s.v)",
	"INSERT INTO t VALUES ('{v}{p}') /* COMMIT; */ -- ROLLBACK",
}

// committing are those that do so in their middle.
var committing = []string{
	"CALL pc('{v}{p}')",
	"DO $$BEGIN INSERT INTO t VALUES ('{v}{p}'); COMMIT; PERFORM 1; END$$",
	"DO $$BEGIN INSERT INTO t VALUES ('{v}{p}'); COMMIT; PERFORM 1/0; END$$",
}

// other are those that begin, end and set things, or do nothing; those that are there twice come twice as often.
var other = []string{
	"BEGIN", "BEGIN", "BEGIN", "START TRANSACTION ISOLATION LEVEL SERIALIZABLE", "BEGIN READ ONLY",
	"COMMIT", "COMMIT", "COMMIT", "END", "ROLLBACK", "ROLLBACK", "ABORT", "COMMIT AND CHAIN", "ROLLBACK AND CHAIN",
	"SAVEPOINT s", "ROLLBACK TO SAVEPOINT s", "RELEASE SAVEPOINT s",
	"SELECT 1", "SELECT 'COMMIT; BEGIN'", "SET statement_timeout = '1min'", "SET LOCAL work_mem = '1MB'",
	"SET TRANSACTION READ ONLY", "SET TRANSACTION READ WRITE", "SET default_transaction_read_only = on",
	"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
	"NOTIFY said, '{v}'", "SELECT pg_notify('said', '{v}')", "SELECT setval('seq', {n} + 1)",
	"PREPARE TRANSACTION '{v}'", "COMMIT PREPARED '{v}'", "ROLLBACK PREPARED '{v}'",
	"SELECT 1/0", "SELECT nothing", "DISCARD PLANS", "",
}

// others are the names of what those leave.
var others = []string{"said", "sequence", "prepared"}

// randomOps makes so many operations, always the same for a seed.
func randomOps(seed uint64, n int) (all []Operation) {
	rnd := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // nothing secret
	for i := range n {
		op := one(rnd, []func(*rand.Rand) Operation{randomOp, randomCalls})(rnd)
		op.Name = fmt.Sprintf("random %d of seed %d: %s", i, seed, op.Name)
		all = append(all, op)
	}
	return all
}

// randomOp is one call.
func randomOp(rnd *rand.Rand) Operation {
	sqls, may := randomStatements(rnd, 1+rnd.IntN(6))
	c := Call{Kind: Several, May: append(may, others...)}
	op := randomForm(rnd, sqls, &c)
	if rnd.IntN(3) == 0 {
		op.Before = []string{"BEGIN", "INSERT INTO t VALUES ('{v}x')"}
		c.May = append(c.May, "x")
		op.Name += ", in a transaction"
	}
	op.Name += ": " + strings.Join(sqls, " | ")
	op.Calls, op.Learn = []Call{c}, true
	return op
}

// randomCalls is a call for each statement. What one of them may leave is its own part, and what the transaction that it is
// in has written before.
func randomCalls(rnd *rand.Rand) Operation {
	sqls, _ := randomStatements(rnd, 3+rnd.IntN(5))
	left := map[string]bool{}
	for i, sql := range sqls {
		for _, what := range whatElse(sql) {
			if left[what] {
				sqls[i] = "SELECT 1" // of what is there already it can't be told which call has left it
			}
			left[what] = true
		}
	}
	op := Operation{Name: "calls: " + strings.Join(sqls, " | "), Entry: "Conn.Exec", Mode: one(rnd, modes), Learn: true, OneContext: rnd.IntN(4) == 0}
	var open []string
	within := false
	for i, sql := range sqls {
		for sql := range strings.SplitSeq(sql, twoOfThem) {
			if strings.Contains(sql, "{v}"+letter(i)) {
				open = append(open, letter(i))
			}
			if strings.Contains(sql, "said") {
				open = append(open, "said")
			}
			c := exec(Several, "", sql)
			c.May = slices.Concat(open, whatElse(sql))
			op.Calls = append(op.Calls, c)
			switch word, _, _ := strings.Cut(sql, " "); {
			case word == "BEGIN", word == "START":
				within = true
			case strings.HasPrefix(sql, "ROLLBACK TO"), strings.HasSuffix(sql, " PREPARED '{v}'"):
			case endWords[word], strings.HasPrefix(sql, "PREPARE TRANSACTION"):
				within, open = strings.HasSuffix(sql, "AND CHAIN"), nil
			case !within:
				open = nil
			}
		}
	}
	return op
}

// endWords are those by which statements end a transaction.
var endWords = map[string]bool{"COMMIT": true, "END": true, "ROLLBACK": true, "ABORT": true}

// whatElse is what a statement leaves that is no part of a table.
func whatElse(sql string) []string {
	switch {
	case strings.Contains(sql, "setval"):
		return []string{"sequence"}
	case strings.HasPrefix(sql, "PREPARE TRANSACTION"):
		return []string{"prepared"}
	}
	return nil
}

// letter names what the statement at a place writes.
func letter(i int) string { return string(rune('a' + i)) }

// randomStatements are so many, and the parts that they write.
func randomStatements(rnd *rand.Rand, n int) (sqls, parts []string) {
	for i := range n {
		sql := one(rnd, other)
		switch n := rnd.IntN(20); {
		case n < 9:
			sql = one(rnd, writing)
		case n == 9:
			sql = one(rnd, committing)
		}
		if strings.Contains(sql, "said") && strings.Contains(strings.Join(sqls, ""), "said") {
			sql = "SELECT 1" // it would be heard twice
		}
		if strings.Contains(sql, "{p}") {
			parts, sql = append(parts, letter(i)), strings.ReplaceAll(sql, "{p}", letter(i))
		}
		sqls = append(sqls, sql)
	}
	return sqls, parts
}

// randomForm chooses how statements are said to the server.
func randomForm(rnd *rand.Rand, sqls []string, c *Call) (op Operation) {
	each := strings.Split(strings.Join(sqls, twoOfThem), twoOfThem)
	switch rnd.IntN(4) {
	case 0:
		op.Name, op.Entry = "one message", "Conn.Exec"
		c.Do = exec(Several, "", strings.Join(each, "; ")).Do
	case 1:
		op.Name, op.Entry, op.Mode = "a batch", "Conn.SendBatch", one(rnd, modes)
		for i := range each {
			if each[i] == "" {
				each[i] = "SELECT 2" // pgx 5.13.0 panics
			}
		}
		c.Do = batching(Several, "", texts(each...), one(rnd, []func(pgx.BatchResults) error{closeOnly, firstThenClose, execEach(len(each))})).Do
	case 2:
		op.Name, op.Entry, op.Streams = "a pipeline", "PgConn.StartPipeline", true
		synced := make([]bool, len(each))
		for i := range synced {
			synced[i] = rnd.IntN(3) == 0
		}
		c.Do = func(ctx context.Context, s *session) error { return pipelined(ctx, s, each, synced) }
	default:
		op.Name, op.Entry = "a batch of pgconn's", "PgConn.ExecBatch"
		c.Do = func(ctx context.Context, s *session) error {
			b := &pgconn.Batch{}
			for _, sql := range each {
				b.ExecParams(s.fill(sql), nil, nil, nil, nil)
			}
			return s.conn.PgConn().ExecBatch(ctx, b).Close()
		}
	}
	return op
}

// pipelined sends statements with a Sync after some of them, and reads all; the first error is the call's.
func pipelined(ctx context.Context, s *session, sqls []string, synced []bool) error {
	p := s.conn.PgConn().StartPipeline(ctx)
	var errs []error
	for i, sql := range sqls {
		s.send(p, sql)
		if synced[i] {
			errs = append(errs, p.Sync())
		}
	}
	return errors.Join(append(errs, p.Sync(), readAll(p), p.Close())...)
}

func one[T any](rnd *rand.Rand, of []T) T { return of[rnd.IntN(len(of))] }

// learn records an operation; where it is to be learnt, what it leaves and whether it fails is what that run shows.
func (s *stand) learn(ctx context.Context, op Operation) (Operation, recording, error) {
	r, err := s.record(ctx, op)
	if !op.Learn {
		return op, r, err
	}
	if r.fails != op.Fails {
		op.Fails = r.fails
		r, err = s.record(ctx, op)
	}
	if len(op.Calls) == 1 {
		op.Calls[0].Leaves = r.parts
	}
	return op, r, err
}
