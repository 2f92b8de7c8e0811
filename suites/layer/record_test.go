package layer_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"net"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

var record = flag.Bool("record", false, "write the conversations that the layer's own tests cut at every point anew")

// conversations is where the layer's module keeps them: it has no server.
const conversations = "../../pgdiag/testdata/conversations.jsonl"

// recorded is one operation, and what it said and heard.
type recorded struct {
	Name   string   `json:"name"`
	SQL    string   `json:"sql"`    // as a tracer is told
	Before []string `json:"before"` // statements that were executed before
	Steps  []said   `json:"steps"`
}

type said struct {
	Client bool   `json:"client,omitempty"`
	Bytes  []byte `json:"bytes"`
}

// recording is a connection that keeps what passes.
type recording struct {
	net.Conn
	mu    sync.Mutex
	steps []said
}

func (r *recording) keep(client bool, p []byte) {
	if len(p) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.steps = append(r.steps, said{client, append([]byte(nil), p...)})
}

func (r *recording) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	r.keep(false, p[:n])
	return n, err
}

func (r *recording) Write(p []byte) (int, error) {
	r.keep(true, p)
	return r.Conn.Write(p)
}

func (r *recording) taken() []said {
	r.mu.Lock()
	defer r.mu.Unlock()
	steps := r.steps
	r.steps = nil
	return steps
}

// told are the operations that are recorded: each kind of statement on each way to send it.
func told() []recordedOp {
	exec := func(sql string, args ...any) func(context.Context, *pgx.Conn) error {
		return func(ctx context.Context, c *pgx.Conn) error {
			_, err := c.Exec(ctx, sql, args...)
			return err
		}
	}
	batch := func(statements ...string) func(context.Context, *pgx.Conn) error {
		return func(ctx context.Context, c *pgx.Conn) error {
			b := &pgx.Batch{}
			for _, sql := range statements {
				b.Queue(sql)
			}
			return c.SendBatch(ctx, b).Close()
		}
	}
	pipeline := func(ctx context.Context, c *pgx.Conn) error {
		p := c.PgConn().StartPipeline(ctx)
		p.SendQueryParams("INSERT INTO t VALUES (gen_random_uuid()::text)", nil, nil, nil, nil)
		if err := p.Sync(); err != nil {
			return err
		}
		p.SendQueryParams("INSERT INTO t VALUES (gen_random_uuid()::text)", nil, nil, nil, nil)
		p.SendQueryParams("SELECT 1", nil, nil, nil, nil)
		if err := p.Sync(); err != nil {
			return err
		}
		return p.Close()
	}
	copying := func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.PgConn().CopyFrom(ctx, strings.NewReader("copied\n"), "COPY t FROM STDIN")
		return err
	}
	ops := []recordedOp{
		{name: "pipeline", do: pipeline},
		{name: "copy", sql: "COPY t FROM STDIN", do: copying},
		{name: "exec args", sql: "INSERT INTO t VALUES ($1)", do: exec("INSERT INTO t VALUES ($1)", "args")},
		{name: "error", sql: "INSERT INTO t VALUES ('dup')", before: []string{"INSERT INTO t VALUES ('dup')"}, do: exec("INSERT INTO t VALUES ('dup')"), fails: true},
		{name: "error with args", sql: "SELECT 1 / $1::int", do: exec("SELECT 1 / $1::int", 0), fails: true},
		{name: "error in a block", sql: "SELECT 1/0", before: []string{"BEGIN", "INSERT INTO t VALUES ('b')"}, do: exec("SELECT 1/0"), fails: true},
		{name: "error in a CALL", sql: "CALL commits('x')", do: exec("CALL commits(NULL)"), fails: true},
		{name: "batch", do: batch("INSERT INTO t VALUES ('b1')", "SELECT 1")},
		{name: "batch with COMMIT", do: batch("BEGIN", "INSERT INTO t VALUES ('b2')", "COMMIT")},
		{name: "batch that ends a block", before: []string{"BEGIN", "INSERT INTO t VALUES ('b3')"}, do: batch("ROLLBACK", "INSERT INTO t VALUES ('b4')")},
		{name: "batch with an error", do: batch("INSERT INTO t VALUES ('b5')", "SELECT 1/0"), fails: true},
		{name: "commit", sql: "commit", before: []string{"BEGIN", "INSERT INTO t VALUES ('c')"}, do: exec("commit")},
		{name: "commit of what failed", sql: "commit", before: []string{"BEGIN", "!SELECT 1/0"}, do: exec("commit")},
		{name: "rollback", sql: "rollback", before: []string{"BEGIN", "INSERT INTO t VALUES ('r')"}, do: exec("rollback")},
		{name: "savepoint", sql: "savepoint a", before: []string{"BEGIN", "INSERT INTO t VALUES ('s')"}, do: exec("savepoint a")},
		{name: "read only", sql: "commit", before: []string{"BEGIN READ ONLY", "SELECT count(*) FROM t"}, do: exec("commit")},
		{name: "read only, notified", sql: "commit", before: []string{"BEGIN READ ONLY", "NOTIFY ch"}, do: exec("commit")},
		{name: "write in a block", sql: "INSERT INTO t VALUES ('w')", before: []string{"BEGIN"}, do: exec("INSERT INTO t VALUES ('w')")},
		{name: "exec mode batch", dsn: "&default_query_exec_mode=exec", do: batch("INSERT INTO t VALUES ('x1')", "SELECT 1")},
		{name: "simple batch", dsn: "&default_query_exec_mode=simple_protocol", do: batch("INSERT INTO t VALUES ('x2')", "SELECT 1")},
	}
	for _, sql := range []string{
		"SELECT 1", "SELECT v FROM t", "SELECT writes('f')", "INSERT INTO t VALUES ('i') RETURNING v", "BEGIN", "CALL commits('y')",
		"DO $$ BEGIN INSERT INTO t VALUES ('d'); COMMIT; END $$", "INSERT INTO t VALUES ('m1'); INSERT INTO t VALUES ('m2')",
		"INSERT INTO t VALUES ('m3'); COMMIT; INSERT INTO t VALUES ('m4')", "BEGIN; INSERT INTO t VALUES ('m5'); COMMIT; SELECT 1",
		"SET work_mem = '8MB'", "CREATE INDEX CONCURRENTLY ON t (v)", "SELECT setval('s', 7)", "-- nothing", "COMMIT AND CHAIN",
	} {
		ops = append(ops, recordedOp{name: sql, sql: sql, do: exec(sql)})
	}
	return ops
}

type recordedOp struct {
	name, sql, dsn string
	before         []string
	do             func(context.Context, *pgx.Conn) error
	fails          bool
}

// TestRecord writes the conversations anew where it is asked to, and otherwise sees that there is one for each operation.
func TestRecord(t *testing.T) {
	if !*record {
		seeRecords(t)
		return
	}
	file, err := os.Create(conversations)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := json.NewEncoder(file)
	for _, op := range told() {
		r := rig(t)
		r.SQL(`CREATE SEQUENCE s; GRANT ALL ON SEQUENCE s TO public; ALTER TABLE t OWNER TO CURRENT_USER; GRANT ALL ON SCHEMA public TO public;
			CREATE FUNCTION writes(x text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (x); RETURN 1; END $$;
			CREATE PROCEDURE commits(x text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES ('p'); COMMIT; INSERT INTO t VALUES (x); END $$`)
		cfg, err := pgx.ParseConfig(r.DSN() + op.dsn)
		if err != nil {
			t.Fatal(err)
		}
		var tape *recording
		dial := cfg.DialFunc
		cfg.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := dial(ctx, network, addr)
			tape = &recording{Conn: conn}
			return tape, err
		}
		conn, err := pgx.ConnectConfig(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(op.name, "CONCURRENTLY") {
			r.SQL(`ALTER TABLE t OWNER TO ` + pgx.Identifier{cfg.User}.Sanitize())
		}
		for _, sql := range op.before {
			if _, err := conn.Exec(t.Context(), strings.TrimPrefix(sql, "!")); err != nil && sql[0] != '!' {
				t.Fatalf("%s: %s: %v", op.name, sql, err)
			}
		}
		tape.taken()
		if err := op.do(t.Context(), conn); (err != nil) != op.fails && op.name != "COMMIT AND CHAIN" {
			t.Errorf("%s: %v", op.name, err)
		}
		if err := out.Encode(recorded{op.name, op.sql, op.before, tape.taken()}); err != nil {
			t.Fatal(err)
		}
		closed(t, conn)
	}
}

func seeRecords(t *testing.T) {
	t.Helper()
	file, err := os.Open(conversations)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	known := map[string]bool{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r recorded
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		known[r.Name] = len(r.Steps) > 0
	}
	for _, op := range told() {
		if !known[op.name] {
			t.Errorf("%s: not recorded; run the test with -record", op.name)
		}
	}
}
