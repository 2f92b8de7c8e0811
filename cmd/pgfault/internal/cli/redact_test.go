package cli_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
	"github.com/pgfault/pgfault/harness/report"
)

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"postgres://u:secret@h:1/db":                 "postgres://u:xxxxx@h:1/db",
		"--postgres=postgres://u:secret@h/db":        "--postgres=postgres://u:xxxxx@h/db",
		"postgres://u@h/db?password=secret":          "postgres://u@h/db?password=xxxxx",
		"host=h user=u password=secret dbname=d":     "host=h user=u password=xxxxx dbname=d",
		`host=h password = 'a \' secret' dbname=d`:   "host=h password = xxxxx dbname=d",
		"--postgres=host=h PASSWORD=secret":          "--postgres=host=h PASSWORD=xxxxx",
		"network/close-mid-row":                      "network/close-mid-row",
		"--seed=7":                                   "--seed=7",
		"postgres://u@h/db?sslpassword=s&dbname=me":  "postgres://u@h/db?sslpassword=xxxxx&dbname=me",
		"postgres://u:secret@h1:1,h2:2/db":           "postgres://u:xxxxx@h1:1,h2:2/db",
		"postgres://u:se/cr@et@h/db?password=x":      "postgres://u:xxxxx@h/db?password=xxxxx",
		"postgres://h:5432/db?email=a@b":             "postgres://h:5432/db?email=a@b",
		"jdbc:postgresql://h/db?user=u&password=s":   "jdbc:postgresql://h/db?user=u&password=xxxxx",
		"--dsn=postgresql://u:secret@h/db":           "--dsn=postgresql://u:xxxxx@h/db",
		"--password=secret":                          "--password=xxxxx",
		"--password=sec ret":                         "--password=xxxxx",
		"-pass=secret":                               "-pass=xxxxx",
		"PGPASSWORD=secret":                          "PGPASSWORD=xxxxx",
		"DB_PASS=secret":                             "DB_PASS=xxxxx",
		"API_TOKEN=secret":                           "API_TOKEN=xxxxx",
		`{"user":"u","password":"secret"}`:           `{"user":"u","password":xxxxx}`,
		"PGPASSWORD=secret psql -h h":                "PGPASSWORD=xxxxx",
		"exec env PGPASSWORD=secret psql -h h":       "exec env PGPASSWORD=xxxxx psql -h h",
		"run.sh postgres://u:secret@h/db pwd=secret": "run.sh postgres://u:xxxxx@h/db pwd=xxxxx",
		"connect/wrong-password":                     "connect/wrong-password",
		"--bypass=all":                               "--bypass=all",
	} {
		if got := cli.RedactDSN(in); got != want {
			t.Errorf("RedactDSN(%q) = %q, want %q", in, got, want)
		}
	}
}

// What is a secret in an argument may be said by the one before it.
func TestRedactAPair(t *testing.T) {
	for in, want := range map[string]string{
		"pgfault run -- ./shim --password secret --port 1":   "pgfault run -- ./shim --password xxxxx --port 1",
		"pgfault run -- ./shim -password -se.cret":           "pgfault run -- ./shim -password xxxxx",
		"pgfault run -- ./shim --db-pass secret":             "pgfault run -- ./shim --db-pass xxxxx",
		"pgfault run -- env PGPASSWORD=secret psql":          "pgfault run -- env PGPASSWORD=xxxxx psql",
		"pgfault run connect/wrong-password connect/refused": "pgfault run connect/wrong-password connect/refused",
		"psql --password --port 1":                           "psql --password --port 1",
		"psql --no-password db":                              "psql --no-password db",
		"shim --dsn postgres://u:secret@h/db":                "shim --dsn postgres://u:xxxxx@h/db",
	} {
		if got := strings.Join(cli.Redact(strings.Fields(in)), " "); got != want {
			t.Errorf("%s\ngives %s\nwant  %s", in, got, want)
		}
	}
}

func TestShellLine(t *testing.T) {
	got := report.ShellLine([]string{"pgfault", "run", "a/b", "--", "sh", "-c", "echo 'x' $Y"})
	if want := `pgfault run a/b -- sh -c 'echo '\''x'\'' $Y'`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
