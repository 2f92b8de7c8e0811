package replay_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/replay"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestMain(m *testing.M) {
	code := harness.Main(m)
	if err := goleak.Find(); err != nil && code == 0 {
		_, _ = os.Stderr.WriteString(err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}

// client is what is done to a server, and to the one that plays it.
type client func(ctx context.Context, t *testing.T, dsn string) string

// stored runs a client on a rig, and gives what it said and what it was given.
func stored(t *testing.T, faults []fault.Fault, do client) (said string, turns []wire.Turn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	rig, err := harness.OpenAs(ctx, harness.Start(t, harness.Config{}).Rig().Server(), harness.Layout{Transcript: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer closed(t, rig.Close)
	if _, err := rig.Admin(ctx, "CREATE TABLE account (id int PRIMARY KEY, name text); GRANT ALL ON account TO public"); err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		if _, err := rig.Inject(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	said = do(ctx, t, rig.DSN())
	turns = rig.Stage().Transcript()
	_, password, _ := strings.Cut(strings.SplitN(rig.DSN(), "@", 2)[0][len("postgres://"):], ":")
	var file bytes.Buffer
	if err := wire.WriteTranscript(&file, turns); err != nil {
		t.Fatal(err)
	}
	given := string(bytesOf(turns))
	for _, secret := range []string{password, ",p=", "v=", ",r=", "SCRAM-SHA-256"} {
		if strings.Contains(given, secret) || strings.Contains(file.String(), secret) {
			t.Errorf("%q is in the transcript", secret)
		}
	}
	read, err := wire.ReadTranscript(&file)
	if err != nil {
		t.Fatal(err)
	}
	return said, read
}

func closed(t *testing.T, end func(context.Context) error) {
	t.Helper()
	if err := end(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
}

func bytesOf(turns []wire.Turn) (all []byte) {
	for _, t := range turns {
		all = append(all, t.Server...)
	}
	return all
}

// played runs a client on a server that plays a conversation.
func played(t *testing.T, turns []wire.Turn, do client) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := replay.Listen(ctx, replay.Config{Turns: turns, Told: func(line string) { t.Log(line) }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	return do(ctx, t, "postgres://somebody@"+s.Addr()+"/anything")
}

func ask(ctx context.Context, t *testing.T, dsn string, mode pgx.QueryExecMode, sql ...string) string {
	t.Helper()
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg.DefaultQueryExecMode = mode
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return "connect: " + kind(err)
	}
	defer func() { _ = conn.Close(ctx) }() // it may have ended
	var out strings.Builder
	for _, one := range sql {
		rows, err := conn.Query(ctx, one)
		if err == nil {
			var values [][]any
			values, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) ([]any, error) { return r.Values() })
			for _, v := range values {
				out.WriteString(strings.TrimSpace(strings.Join(texts(v), "|")) + "\n")
			}
		}
		out.WriteString(rows.CommandTag().String() + " " + kind(err) + "\n")
	}
	return out.String()
}

func texts(values []any) (out []string) {
	for _, v := range values {
		s, _ := v.(string)
		out = append(out, s)
	}
	return out
}

// kind is what came of a call, without what differs between two runs.
func kind(err error) string {
	var server *pgconn.PgError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &server):
		return server.Severity + " " + server.Code + " " + server.Message
	case errors.Is(err, syscall.ECONNRESET):
		return "reset"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "end"
	case errors.Is(err, context.DeadlineExceeded), pgconn.Timeout(err):
		return "silence"
	}
	return "another error"
}

// psql runs psql as a user does.
func psql(ctx context.Context, t *testing.T, dsn string, stdin string) string {
	t.Helper()
	if _, err := exec.LookPath("psql"); err != nil {
		t.Skip("no psql here")
	}
	cmd := exec.CommandContext(ctx, "psql", "-X", "-a", "-A", dsn)
	cmd.Stdin = strings.NewReader(stdin)
	out, _ := cmd.CombinedOutput() // what it ends with is in what it says, or the same both times
	return string(out)
}

// A client can't tell the one that plays from the server that was stored.
func TestClientsSeeTheSameAgain(t *testing.T) {
	commits := []string{"BEGIN", "INSERT INTO account VALUES (1, 'ada')", "SELECT name FROM account", "COMMIT", "SELECT 'after'"}
	reset := []fault.Fault{fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "COMMIT"}}}
	for name, c := range map[string]struct {
		faults []fault.Fault
		do     client
	}{
		"pgx, whose connection is reset at its COMMIT": {reset, func(ctx context.Context, t *testing.T, dsn string) string {
			return ask(ctx, t, dsn, pgx.QueryExecModeExec, commits...)
		}},
		"pgx that prepares, and meets an error": {nil, func(ctx context.Context, t *testing.T, dsn string) string {
			return ask(ctx, t, dsn, pgx.QueryExecModeCacheStatement, "SELECT 'a' || repeat('x', 5000)", "SELECT 1/0", "SELECT name FROM nowhere", "SELECT NULL::text")
		}},
		"pgx, cut off in an answer": {[]fault.Fault{fault.Cut{At: wire.Position{Message: "DataRow", Offset: 9}}}, func(ctx context.Context, t *testing.T, dsn string) string {
			return ask(ctx, t, dsn, pgx.QueryExecModeSimpleProtocol, "SELECT 'abcdef'")
		}},
		"pgx, who is told another value": {[]fault.Fault{fault.Corrupt{At: wire.Position{Message: "DataRow", Offset: 11}, Mask: 'a' ^ 'b'}}, func(ctx context.Context, t *testing.T, dsn string) string {
			return ask(ctx, t, dsn, pgx.QueryExecModeSimpleProtocol, "SELECT 'a'")
		}},
		"pgx, refused while it logs in": {[]fault.Fault{fault.Inject{At: wire.Position{Message: "AuthenticationSASLContinue"}, Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "53300", Message: "too many"}}}}, func(ctx context.Context, t *testing.T, dsn string) string {
			return ask(ctx, t, dsn, pgx.QueryExecModeExec)
		}},
		"pgx, to whom nothing is said": {[]fault.Fault{fault.Hold{At: wire.Position{Message: "CommandComplete"}}}, func(ctx context.Context, t *testing.T, dsn string) string {
			short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
			defer cancel()
			return ask(short, t, dsn, pgx.QueryExecModeExec, "SELECT 'held'")
		}},
		"pgx, who is not even greeted": {[]fault.Fault{fault.Silence{}}, func(ctx context.Context, t *testing.T, dsn string) string {
			short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
			defer cancel()
			return ask(short, t, dsn, pgx.QueryExecModeExec, "SELECT 1")
		}},
		"psql with copies both ways": {nil, func(ctx context.Context, t *testing.T, dsn string) string {
			return psql(ctx, t, dsn, "COPY account FROM STDIN;\n1\tada\n2\tgrace\n\\.\nSELECT * FROM account ORDER BY id;\nCOPY account TO STDOUT;\n"+
				"SELECT 1/0;\nDO $$BEGIN RAISE NOTICE 'hi'; END$$;\n\\d account\n")
		}},
		"psql, whose server goes": {reset, func(ctx context.Context, t *testing.T, dsn string) string {
			return psql(ctx, t, dsn, strings.Join(commits, ";\n")+";\n")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			said, turns := stored(t, c.faults, c.do)
			if again := played(t, turns, c.do); again != said {
				t.Errorf("played:\n%s\nthe server:\n%s", again, said)
			}
			if said == "" {
				t.Error("it says nothing")
			}
			t.Log(said)
		})
	}
}

// One that asks what the stored client did not is told by the connection's end, and the difference is said.
func TestWhoAsksMoreIsNotLeftWaiting(t *testing.T) {
	_, turns := stored(t, nil, func(ctx context.Context, t *testing.T, dsn string) string {
		return ask(ctx, t, dsn, pgx.QueryExecModeSimpleProtocol, "SELECT 'one'")
	})
	got := played(t, turns, func(ctx context.Context, t *testing.T, dsn string) string {
		return ask(ctx, t, dsn, pgx.QueryExecModeSimpleProtocol, "SELECT 'one'", "SELECT 'two'")
	})
	if !strings.HasPrefix(got, "one\nSELECT 1 ok\n") || strings.HasSuffix(got, " ok\n") || strings.Contains(got, "silence") {
		t.Errorf("%q", got)
	}
}

// What a statement says of a password, and what a server keeps of one, is nowhere in a transcript; all that is around it is as it was.
func TestSecretsAreCovered(t *testing.T) {
	const chosen = "correct-horse-battery"
	_, turns := stored(t, nil, func(ctx context.Context, t *testing.T, dsn string) string {
		return ask(ctx, t, dsn, pgx.QueryExecModeSimpleProtocol,
			"SELECT 'before'", "ALTER ROLE nobody PASSWORD '"+chosen, "SELECT '"+chosen+"' AS password", "SELECT 'md5' || md5('"+chosen+"'), NULL, 'after'",
			"SELECT 'postgres://u:"+chosen+"@host/', 'behind'", "DO $$BEGIN RAISE EXCEPTION 'password=%', 'SCRAM-SHA-256$4096:"+chosen+"'; END$$")
	})
	given := string(bytesOf(turns))
	if strings.Contains(given, chosen) || strings.Contains(given, "md5") {
		t.Errorf("a secret is in it: %q", given)
	}
	for _, want := range []string{"before", "after", "behind", "postgres://u***", "42601"} {
		if !strings.Contains(given, want) {
			t.Errorf("%q is not in it: %q", want, given)
		}
	}
}
