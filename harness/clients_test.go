package harness_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// program runs a client program, and returns all that it writes.
func program(t *testing.T, stdin string, argv ...string) string {
	t.Helper()
	if _, err := exec.LookPath(argv[0]); err != nil {
		t.Skipf("no %s here", argv[0])
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Stdin = strings.NewReader(stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run() // what it ends with is in the output, or the same both times
	return fmt.Sprintf("%s\nexit %d", out.String(), cmd.ProcessState.ExitCode())
}

// script is 200 statements, with copies both ways, errors, notices, transactions and prepared statements.
func script() string {
	var b strings.Builder
	b.WriteString("DROP TABLE IF EXISTS t;\nCREATE TABLE t (n int PRIMARY KEY, s text);\nPREPARE p AS SELECT $1::int + 1;\n")
	for i := range 28 {
		fmt.Fprintf(&b, "INSERT INTO t VALUES (%d, repeat('x', %d));\n", i, i*100)
		fmt.Fprintf(&b, "INSERT INTO t VALUES (%d, 'again');\n", i)
		fmt.Fprintf(&b, "COPY t FROM STDIN;\n%d\tcopied\n%d\t\\N\n\\.\n", 1000+2*i, 1001+2*i)
		fmt.Fprintf(&b, "COPY t FROM STDIN;\nno number\tx\n\\.\n")
		fmt.Fprintf(&b, "COPY (SELECT * FROM t ORDER BY n) TO STDOUT;\n")
		fmt.Fprintf(&b, "BEGIN; SELECT 1/(%d - 14); ROLLBACK;\nEXECUTE p(%d);\n", i, i)
	}
	b.WriteString("DO $$BEGIN RAISE NOTICE 'hi'; END$$;\nSELECT count(*) FROM t;\nDROP TABLE t;\n")
	return b.String()
}

// A real client can't tell that the rig is in between.
func TestClientsSeeNoDifference(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	rig.SQL("GRANT ALL ON SCHEMA public TO public")
	direct := rig.Database().DSN(rig.Rig().Server().Addr())
	times := regexp.MustCompile(`(?m)^(latency|initial|tps|number of failed).*$|\d+(\.\d+)? m?s\b`)
	for name, run := range map[string]func(dsn string) string{
		"psql": func(dsn string) string { return program(t, script(), "psql", "-X", "-a", dsn) },
		"pgbench": func(dsn string) string {
			return program(t, "", "pgbench", "-i", "-q", dsn) + program(t, "", "pgbench", "-c", "4", "-t", "50", "-M", "prepared", "--random-seed", "1", dsn) +
				program(t, "", "pgbench", "-i", "-I", "d", dsn)
		},
	} {
		t.Run(name, func(t *testing.T) {
			alone, through := times.ReplaceAllString(run(direct), ""), times.ReplaceAllString(run(rig.DSN()), "")
			if alone != through {
				t.Errorf("through the rig:\n%s\nwithout:\n%s", through, alone)
			}
			if strings.Contains(alone, "could not connect") || !strings.HasSuffix(alone, "exit 0") {
				t.Errorf("it did not work:\n%s", alone)
			}
		})
	}
}

// What the wire carried of secrets is nowhere in what is written of it.
func TestRecordingHasNoSecrets(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	const chosen = "correct-horse-battery"
	conn := connect(t, rig.DSN())
	_, password, _ := strings.Cut(strings.SplitN(rig.DSN(), "@", 2)[0][len("postgres://"):], ":")
	for _, sql := range []string{
		"CREATE ROLE x PASSWORD '" + chosen + "'", "ALTER ROLE x PASSWORD $$" + chosen + "$$", "ALTER ROLE x PASSWORD $tag$" + chosen + "$tag$",
		"ALTER ROLE x PASSWORD E'" + chosen + "\\''", "SELECT 'SCRAM-SHA-256$4096:c2FsdA==$" + chosen + ":" + chosen + "'",
		"ALTER ROLE x PASSWORD '" + chosen, // and never ends
	} {
		if _, err := conn.Query(sql); err != nil {
			t.Fatal(err)
		}
	}
	verifiers := rig.SQL("SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL")
	var text, lines strings.Builder
	if err := wire.WriteTrace(&text, rig.Conversation()); err != nil {
		t.Fatal(err)
	}
	if err := wire.WriteJSON(&lines, rig.Conversation()); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), lines.String()} {
		if !strings.Contains(out, "SASLResponse") || !strings.Contains(out, "ALTER ROLE x PASSWORD") {
			t.Fatalf("too little is written:\n%s", out)
		}
		for _, secret := range []string{password, chosen, ",p=", "v=", ",r=", "SCRAM-SHA-256$4096"} {
			if secret == "" || strings.Contains(out, secret) {
				t.Errorf("%q is written:\n%s", secret, out)
			}
		}
		for _, row := range verifiers {
			if strings.Contains(out, row[0]) {
				t.Errorf("a verifier is written")
			}
		}
	}
}

// libpq trusts the stage's certificate where it is good, and faults act inside of the encryption.
func TestPsqlOverTLS(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	authority, err := rig.Stage().Authority()
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(t.TempDir(), "root.crt")
	if err := os.WriteFile(root, authority.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	shown := rig.Inject(fault.Certificate{Kind: wire.GoodCertificate})
	rig.Inject(fault.Corrupt{At: wire.Position{Message: "DataRow", Offset: 11}, Mask: 'a' ^ 'b'})
	dsn := strings.Replace(rig.DSN(), "sslmode=disable", "sslmode=verify-full&sslrootcert="+root, 1)
	if got := program(t, "", "psql", "-X", "-A", "-t", "-c", "SELECT 'a'", dsn); got != "b\n\nexit 0" {
		t.Errorf("%q", got)
	}
	if len(shown.Fired()) != 1 {
		t.Errorf("%+v", shown.Fired())
	}
}
